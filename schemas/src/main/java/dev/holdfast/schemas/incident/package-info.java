/** Incidents: long-lived operations about one subject, driven by signals and by people. */
@NullMarked
package dev.holdfast.schemas.incident;

import org.jspecify.annotations.NullMarked;
