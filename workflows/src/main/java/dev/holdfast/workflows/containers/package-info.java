/** Looking at containers, and starting, stopping and removing them. */
@NullMarked
package dev.holdfast.workflows.containers;

import org.jspecify.annotations.NullMarked;
