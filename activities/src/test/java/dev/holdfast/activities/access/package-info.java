/** Who loses access. */
@NullMarked
package dev.holdfast.activities.access;

import org.jspecify.annotations.NullMarked;
