/** Whose approval plans take, and who has given it. */
@NullMarked
package dev.holdfast.api.quorum;

import org.jspecify.annotations.NullMarked;
