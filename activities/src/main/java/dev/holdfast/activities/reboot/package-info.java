/** Reboots. */
@NullMarked
package dev.holdfast.activities.reboot;

import org.jspecify.annotations.NullMarked;
