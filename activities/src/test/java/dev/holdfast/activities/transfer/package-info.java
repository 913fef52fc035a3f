@NullMarked
package dev.holdfast.activities.transfer;

import org.jspecify.annotations.NullMarked;
