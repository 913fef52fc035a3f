/** Groups, users and their authorized keys. */
@NullMarked
package dev.holdfast.activities.accounts;

import org.jspecify.annotations.NullMarked;
