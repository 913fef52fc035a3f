/** The API running on real parts, for tests. */
@NullMarked
package dev.holdfast.api.testing;

import org.jspecify.annotations.NullMarked;
