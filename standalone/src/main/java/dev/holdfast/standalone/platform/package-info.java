/** The platform as a whole: its parts, their start, their state, their end. */
@NullMarked
package dev.holdfast.standalone.platform;

import org.jspecify.annotations.NullMarked;
