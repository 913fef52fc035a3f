/** Who can log in to a server now, and who could after a change of its sshd. */
@NullMarked
package dev.holdfast.activities.access;

import org.jspecify.annotations.NullMarked;
