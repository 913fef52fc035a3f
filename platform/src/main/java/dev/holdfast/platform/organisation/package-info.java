/** The organisations to which everything belongs. */
@NullMarked
package dev.holdfast.platform.organisation;

import org.jspecify.annotations.NullMarked;
