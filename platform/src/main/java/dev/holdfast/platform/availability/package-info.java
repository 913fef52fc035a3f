/** How much of the time the platform could be used. */
@NullMarked
package dev.holdfast.platform.availability;

import org.jspecify.annotations.NullMarked;
