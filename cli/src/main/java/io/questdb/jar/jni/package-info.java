// SPDX-License-Identifier: Apache-2.0
/** The one class of another library that the command line replaces, for a faster start. */
@NullMarked
package io.questdb.jar.jni;

import org.jspecify.annotations.NullMarked;
