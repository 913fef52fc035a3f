/** Decisions about plans. */
@NullMarked
package dev.holdfast.api.approvals;

import org.jspecify.annotations.NullMarked;
