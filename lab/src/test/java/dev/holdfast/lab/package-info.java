/** Tests of the lab: units, and ({@code *IT}) real servers. */
@NullMarked
package dev.holdfast.lab;

import org.jspecify.annotations.NullMarked;
