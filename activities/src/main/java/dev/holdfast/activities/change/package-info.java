/** Plans and makes changes on one server. */
@NullMarked
package dev.holdfast.activities.change;

import org.jspecify.annotations.NullMarked;
