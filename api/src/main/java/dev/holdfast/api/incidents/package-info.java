/** Incidents and the signals that drive them. */
@NullMarked
package dev.holdfast.api.incidents;

import org.jspecify.annotations.NullMarked;
