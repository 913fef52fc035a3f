/** The fetch operation: one file from many servers. */
@NullMarked
package dev.holdfast.schemas.fetch;

import org.jspecify.annotations.NullMarked;
