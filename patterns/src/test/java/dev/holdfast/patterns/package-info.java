@NullMarked
package dev.holdfast.patterns;

import org.jspecify.annotations.NullMarked;
