// SPDX-License-Identifier: Apache-2.0
/** What all commands share: the session, output for people and programs, progress, exit codes and signals. */
@NullMarked
package dev.joust.cli.frame;

import org.jspecify.annotations.NullMarked;
