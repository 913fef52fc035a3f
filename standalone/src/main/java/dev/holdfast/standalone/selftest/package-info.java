/** Proves on the installation itself that it keeps its promises. */
@NullMarked
package dev.holdfast.standalone.selftest;

import org.jspecify.annotations.NullMarked;
