/** Incidents and signals. */
@NullMarked
package dev.holdfast.cli.incident;

import org.jspecify.annotations.NullMarked;
