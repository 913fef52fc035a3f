/** Rotates what Holdfast logs in to servers and becomes root with. */
@NullMarked
package dev.holdfast.activities.credentials;

import org.jspecify.annotations.NullMarked;
