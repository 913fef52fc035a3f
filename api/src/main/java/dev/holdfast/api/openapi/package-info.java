/** The API's contract as an OpenAPI document, read from the code that keeps it. */
@NullMarked
package dev.holdfast.api.openapi;

import org.jspecify.annotations.NullMarked;
