/** Networks, volumes and containers of stacks as kinds of resources. */
@NullMarked
package dev.holdfast.activities.stack;

import org.jspecify.annotations.NullMarked;
