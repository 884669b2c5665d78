// SPDX-License-Identifier: Apache-2.0
/** Commands about whole tables: what there is, changing rows, versions and upkeep. */
@NullMarked
package dev.joust.cli.table;

import org.jspecify.annotations.NullMarked;
