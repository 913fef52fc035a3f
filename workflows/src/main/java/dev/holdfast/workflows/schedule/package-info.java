/** Operations that start by themselves. */
@NullMarked
package dev.holdfast.workflows.schedule;

import org.jspecify.annotations.NullMarked;
