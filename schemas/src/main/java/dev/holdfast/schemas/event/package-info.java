/** The kinds of events, and what each says. */
@NullMarked
package dev.holdfast.schemas.event;

import org.jspecify.annotations.NullMarked;
