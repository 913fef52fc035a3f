/** The holdfast command: its root, and what every command of it shares. */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
