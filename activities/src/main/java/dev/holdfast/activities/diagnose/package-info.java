/** The troubleshooter: looks at a server step by step, and goes on where a step finds a fault. */
@NullMarked
package dev.holdfast.activities.diagnose;

import org.jspecify.annotations.NullMarked;
