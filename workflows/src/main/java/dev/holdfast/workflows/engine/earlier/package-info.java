/**
 * The engine that kept the result of every server in memory.
 *
 * <p>Operations that were started with it run on with it, as do the histories that were recorded of
 * it. It may go when none of them can be open any more and its histories are no longer replayed:
 * one retention of Temporal after the release that stopped using it.
 */
@NullMarked
package dev.holdfast.workflows.engine.earlier;

import org.jspecify.annotations.NullMarked;
