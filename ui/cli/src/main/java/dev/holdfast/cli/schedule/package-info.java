/** Operations that start by themselves. */
@NullMarked
package dev.holdfast.cli.schedule;

import org.jspecify.annotations.NullMarked;
