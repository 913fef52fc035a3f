@NullMarked
package dev.holdfast.activities.diagnose;

import org.jspecify.annotations.NullMarked;
