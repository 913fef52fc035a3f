/** The audit of commands on servers. */
@NullMarked
package dev.holdfast.api.audit;

import org.jspecify.annotations.NullMarked;
