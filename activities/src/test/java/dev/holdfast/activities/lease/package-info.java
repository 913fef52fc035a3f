/** What leases leave behind. */
@NullMarked
package dev.holdfast.activities.lease;

import org.jspecify.annotations.NullMarked;
