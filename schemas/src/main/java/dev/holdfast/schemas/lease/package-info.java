/** Leases: the right to change a server, held by one operation at a time. */
@NullMarked
package dev.holdfast.schemas.lease;

import org.jspecify.annotations.NullMarked;
