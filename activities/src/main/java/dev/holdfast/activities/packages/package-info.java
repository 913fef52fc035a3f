/** Packages of the server's package manager. */
@NullMarked
package dev.holdfast.activities.packages;

import org.jspecify.annotations.NullMarked;
