@NullMarked
package dev.holdfast.activities.revert;

import org.jspecify.annotations.NullMarked;
