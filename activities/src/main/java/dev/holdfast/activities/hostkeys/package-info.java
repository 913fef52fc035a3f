/** The keys by which a server proves who it is. */
@NullMarked
package dev.holdfast.activities.hostkeys;

import org.jspecify.annotations.NullMarked;
