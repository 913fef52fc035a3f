/** The deploy-stack operation. */
@NullMarked
package dev.holdfast.workflows.stack;

import org.jspecify.annotations.NullMarked;
