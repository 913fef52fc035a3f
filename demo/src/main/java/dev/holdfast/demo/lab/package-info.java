/** The {@code lab} command: Debian servers in containers, registered with the platform. */
@NullMarked
package dev.holdfast.demo.lab;

import org.jspecify.annotations.NullMarked;
