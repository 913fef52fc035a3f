/** Sends events to where organisations want them. */
@NullMarked
package dev.holdfast.api.notify;

import org.jspecify.annotations.NullMarked;
