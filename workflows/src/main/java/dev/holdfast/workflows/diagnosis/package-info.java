/** Looking at servers. */
@NullMarked
package dev.holdfast.workflows.diagnosis;

import org.jspecify.annotations.NullMarked;
