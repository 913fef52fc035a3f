/** Removing what no container uses from the engines of servers. */
@NullMarked
package dev.holdfast.schemas.containers.prune;

import org.jspecify.annotations.NullMarked;
