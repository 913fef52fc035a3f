/** What Holdfast itself logs in with and becomes root with, renewed on servers. */
@NullMarked
package dev.holdfast.schemas.credentials;

import org.jspecify.annotations.NullMarked;
