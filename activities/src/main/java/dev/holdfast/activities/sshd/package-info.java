/** The SSH daemon. */
@NullMarked
package dev.holdfast.activities.sshd;

import org.jspecify.annotations.NullMarked;
