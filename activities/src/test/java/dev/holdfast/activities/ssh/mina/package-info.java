@NullMarked
package dev.holdfast.activities.ssh.mina;

import org.jspecify.annotations.NullMarked;
