/** The kept inputs of operations. */
@NullMarked
package dev.holdfast.api.profiles;

import org.jspecify.annotations.NullMarked;
