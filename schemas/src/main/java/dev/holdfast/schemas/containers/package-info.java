/** Containers on servers: what there is, and starting, stopping and removing it. */
@NullMarked
package dev.holdfast.schemas.containers;

import org.jspecify.annotations.NullMarked;
