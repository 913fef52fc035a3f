/** Operations that start by themselves. */
@NullMarked
package dev.holdfast.api.schedules;

import org.jspecify.annotations.NullMarked;
