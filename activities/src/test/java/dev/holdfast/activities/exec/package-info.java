@NullMarked
package dev.holdfast.activities.exec;

import org.jspecify.annotations.NullMarked;
