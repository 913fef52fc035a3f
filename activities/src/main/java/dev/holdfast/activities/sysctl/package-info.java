/** Parameters of the kernel. */
@NullMarked
package dev.holdfast.activities.sysctl;

import org.jspecify.annotations.NullMarked;
