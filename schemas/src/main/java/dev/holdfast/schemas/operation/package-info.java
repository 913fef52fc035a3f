/** Operations: the request, its states, its result, and the catalogue of what can be run. */
@NullMarked
package dev.holdfast.schemas.operation;

import org.jspecify.annotations.NullMarked;
