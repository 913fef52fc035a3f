/** The patterns of paths that the command line and the platform read alike. */
@NullMarked
package dev.holdfast.patterns;

import org.jspecify.annotations.NullMarked;
