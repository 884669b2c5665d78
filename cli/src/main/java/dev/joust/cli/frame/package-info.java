// SPDX-License-Identifier: Apache-2.0
/** What all commands share: the session, its one output, failures, exit codes and signals. */
@NullMarked
package dev.joust.cli.frame;

import org.jspecify.annotations.NullMarked;
