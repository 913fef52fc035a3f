/** Nothing of an organisation reaches another. */
@NullMarked
package dev.holdfast.api.organisations;

import org.jspecify.annotations.NullMarked;
