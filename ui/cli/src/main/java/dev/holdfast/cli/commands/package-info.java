/** The commands that there are, and those of them that one command line needs. */
@NullMarked
package dev.holdfast.cli.commands;

import org.jspecify.annotations.NullMarked;
