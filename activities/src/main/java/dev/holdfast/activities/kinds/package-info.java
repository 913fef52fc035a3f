/** Which kinds of resources there are. */
@NullMarked
package dev.holdfast.activities.kinds;

import org.jspecify.annotations.NullMarked;
