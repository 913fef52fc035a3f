@NullMarked
package dev.holdfast.activities.stack;

import org.jspecify.annotations.NullMarked;
