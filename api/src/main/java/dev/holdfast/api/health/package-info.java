/** Whether the platform is well. */
@NullMarked
package dev.holdfast.api.health;

import org.jspecify.annotations.NullMarked;
