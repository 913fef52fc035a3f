/** Tests of the lab's command. */
@NullMarked
package dev.holdfast.standalone.lab;

import org.jspecify.annotations.NullMarked;
