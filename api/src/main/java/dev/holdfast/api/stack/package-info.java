/** Stacks of containers: what was deployed of each, and the catalogue of tools. */
@NullMarked
package dev.holdfast.api.stack;

import org.jspecify.annotations.NullMarked;
