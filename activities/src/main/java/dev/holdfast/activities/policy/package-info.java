/** The command policy, asked again before anything runs. */
@NullMarked
package dev.holdfast.activities.policy;

import org.jspecify.annotations.NullMarked;
