// SPDX-License-Identifier: Apache-2.0
/** The command that brings a table and everything that depends on it up to date. */
@NullMarked
package dev.joust.cli.sync;

import org.jspecify.annotations.NullMarked;
