/** The values of named secrets, at the moment of their use. */
@NullMarked
package dev.holdfast.activities.secret;

import org.jspecify.annotations.NullMarked;
