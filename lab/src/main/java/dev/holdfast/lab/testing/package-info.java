/**
 * Lab servers for JUnit tests; the only package here that needs JUnit, which a test brings along.
 */
@NullMarked
package dev.holdfast.lab.testing;

import org.jspecify.annotations.NullMarked;
