/** The catalogue, starting operations, following and steering them. */
@NullMarked
package dev.holdfast.cli.operation;

import org.jspecify.annotations.NullMarked;
