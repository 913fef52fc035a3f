/** Who may use the platform. */
@NullMarked
package dev.holdfast.platform.identity;

import org.jspecify.annotations.NullMarked;
