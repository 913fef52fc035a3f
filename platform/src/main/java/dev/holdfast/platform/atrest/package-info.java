/**
 * Content at rest: each owner's values are encrypted with a data key of its own, so that deleting
 * the key erases them, wherever copies of them are.
 */
@NullMarked
package dev.holdfast.platform.atrest;

import org.jspecify.annotations.NullMarked;
