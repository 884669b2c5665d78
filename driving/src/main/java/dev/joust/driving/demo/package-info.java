// SPDX-License-Identifier: Apache-2.0
/** The walkthrough: from drawn footage to training batches, new footage and a report, told stage by stage. */
@NullMarked
package dev.joust.driving.demo;

import org.jspecify.annotations.NullMarked;
