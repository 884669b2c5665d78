// SPDX-License-Identifier: Apache-2.0
/** Model files, and sessions of ONNX Runtime and tokenizers that run them. */
@NullMarked
package dev.joust.vision.internal.onnx;

import org.jspecify.annotations.NullMarked;
