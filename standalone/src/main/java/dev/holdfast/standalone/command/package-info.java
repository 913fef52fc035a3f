/** The commands that start, stop and look at the platform. */
@NullMarked
package dev.holdfast.standalone.command;

import org.jspecify.annotations.NullMarked;
