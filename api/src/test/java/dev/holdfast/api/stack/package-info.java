@NullMarked
package dev.holdfast.api.stack;

import org.jspecify.annotations.NullMarked;
