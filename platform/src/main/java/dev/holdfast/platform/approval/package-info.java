/** Which plans take whose approval. */
@NullMarked
package dev.holdfast.platform.approval;

import org.jspecify.annotations.NullMarked;
