// SPDX-License-Identifier: Apache-2.0
/** A walk through feature engineering on a table of captions and images, from SQL over captions to pixels. */
@NullMarked
package dev.joust.example.captions;

import org.jspecify.annotations.NullMarked;
