/** Named secrets, as operations speak of them. */
@NullMarked
package dev.holdfast.schemas.secret;

import org.jspecify.annotations.NullMarked;
