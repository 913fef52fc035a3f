/** The types of failure that workflows, clients and people tell apart. */
@NullMarked
package dev.holdfast.schemas.failure;

import org.jspecify.annotations.NullMarked;
