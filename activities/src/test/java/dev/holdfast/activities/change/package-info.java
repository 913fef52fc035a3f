/** Tests of changes on lab servers. */
@NullMarked
package dev.holdfast.activities.change;

import org.jspecify.annotations.NullMarked;
