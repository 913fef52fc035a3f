/** Schedules: when operations start by themselves, and what came of it. */
@NullMarked
package dev.holdfast.platform.schedule;

import org.jspecify.annotations.NullMarked;
