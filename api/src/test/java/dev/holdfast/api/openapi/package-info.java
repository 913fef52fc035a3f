/** The document says what the API does, and what clients rely on stays. */
@NullMarked
package dev.holdfast.api.openapi;

import org.jspecify.annotations.NullMarked;
