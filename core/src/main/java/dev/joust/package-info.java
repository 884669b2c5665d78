// SPDX-License-Identifier: Apache-2.0
/** What a user opens: a lake, its tables and views, and their versions. */
@NullMarked
package dev.joust;

import org.jspecify.annotations.NullMarked;
