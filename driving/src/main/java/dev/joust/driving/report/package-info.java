// SPDX-License-Identifier: Apache-2.0
/** Reports as one HTML file that needs nothing else: sections with ids, tables, pictures with boxes. */
@NullMarked
package dev.joust.driving.report;

import org.jspecify.annotations.NullMarked;
