@NullMarked
package dev.holdfast.activities.step;

import org.jspecify.annotations.NullMarked;
