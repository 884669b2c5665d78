// SPDX-License-Identifier: Apache-2.0
/** Commands that ask for rows: query, SQL and search. */
@NullMarked
package dev.joust.cli.query;

import org.jspecify.annotations.NullMarked;
