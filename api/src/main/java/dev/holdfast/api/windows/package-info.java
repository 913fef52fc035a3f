/** When servers may be worked on, by their labels. */
@NullMarked
package dev.holdfast.api.windows;

import org.jspecify.annotations.NullMarked;
