/** The launcher, the platform and the command, run as a person runs them. */
@NullMarked
package dev.holdfast.e2e;

import org.jspecify.annotations.NullMarked;
