/** The command that shows what waits for workers. */
@NullMarked
package dev.holdfast.cli.queue;

import org.jspecify.annotations.NullMarked;
