/** What was deployed of each stack of containers. */
@NullMarked
package dev.holdfast.platform.stack;

import org.jspecify.annotations.NullMarked;
