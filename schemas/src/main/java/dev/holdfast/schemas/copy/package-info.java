/** The copy operation: one file to many servers. */
@NullMarked
package dev.holdfast.schemas.copy;

import org.jspecify.annotations.NullMarked;
