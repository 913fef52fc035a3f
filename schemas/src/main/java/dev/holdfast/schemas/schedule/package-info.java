/** Operations that start by themselves. */
@NullMarked
package dev.holdfast.schemas.schedule;

import org.jspecify.annotations.NullMarked;
