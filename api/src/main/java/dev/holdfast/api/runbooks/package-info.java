/** Runbooks: kept, checked, and started step by step. */
@NullMarked
package dev.holdfast.api.runbooks;

import org.jspecify.annotations.NullMarked;
