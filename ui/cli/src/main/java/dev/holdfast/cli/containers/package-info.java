/** Containers on servers. */
@NullMarked
package dev.holdfast.cli.containers;

import org.jspecify.annotations.NullMarked;
