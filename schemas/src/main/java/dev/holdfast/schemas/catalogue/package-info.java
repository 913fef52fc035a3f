/** The operations that there are; it sees every domain, and no domain sees it. */
@NullMarked
package dev.holdfast.schemas.catalogue;

import org.jspecify.annotations.NullMarked;
