@NullMarked
package dev.holdfast.activities.journal;

import org.jspecify.annotations.NullMarked;
