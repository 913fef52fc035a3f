/** What leases need from outside of workflows. */
@NullMarked
package dev.holdfast.activities.lease;

import org.jspecify.annotations.NullMarked;
