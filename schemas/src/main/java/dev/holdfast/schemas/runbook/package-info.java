/** Operations made of operations, declared by users. */
@NullMarked
package dev.holdfast.schemas.runbook;

import org.jspecify.annotations.NullMarked;
