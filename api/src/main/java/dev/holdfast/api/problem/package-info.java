/** What went wrong, as RFC 9457 problem documents. */
@NullMarked
package dev.holdfast.api.problem;

import org.jspecify.annotations.NullMarked;
