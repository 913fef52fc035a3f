/** The command that shows how well the platform does. */
@NullMarked
package dev.holdfast.cli.metrics;

import org.jspecify.annotations.NullMarked;
