@NullMarked
package dev.holdfast.platform.change;

import org.jspecify.annotations.NullMarked;
