/** The operations that there are. */
@NullMarked
package dev.holdfast.api.catalog;

import org.jspecify.annotations.NullMarked;
