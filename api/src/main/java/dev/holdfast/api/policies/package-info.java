/** The command policy: its rules, and what they say. */
@NullMarked
package dev.holdfast.api.policies;

import org.jspecify.annotations.NullMarked;
