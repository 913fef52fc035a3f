/** Units of systemd. */
@NullMarked
package dev.holdfast.activities.units;

import org.jspecify.annotations.NullMarked;
