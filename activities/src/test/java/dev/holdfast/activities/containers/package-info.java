@NullMarked
package dev.holdfast.activities.containers;

import org.jspecify.annotations.NullMarked;
