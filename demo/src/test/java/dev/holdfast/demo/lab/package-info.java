/** Tests of the lab's command. */
@NullMarked
package dev.holdfast.demo.lab;

import org.jspecify.annotations.NullMarked;
