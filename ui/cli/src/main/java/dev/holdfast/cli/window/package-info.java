/** When servers may be worked on, by their labels. */
@NullMarked
package dev.holdfast.cli.window;

import org.jspecify.annotations.NullMarked;
