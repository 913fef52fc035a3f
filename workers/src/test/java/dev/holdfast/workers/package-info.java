@NullMarked
package dev.holdfast.workers;

import org.jspecify.annotations.NullMarked;
