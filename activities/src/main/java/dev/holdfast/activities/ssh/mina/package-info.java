/** The second way to servers, on Apache MINA SSHD: it has post-quantum key exchanges. */
@NullMarked
package dev.holdfast.activities.ssh.mina;

import org.jspecify.annotations.NullMarked;
