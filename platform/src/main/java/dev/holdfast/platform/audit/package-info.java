/** The record of every command on a server: who, where, what, and how it ended. */
@NullMarked
package dev.holdfast.platform.audit;

import org.jspecify.annotations.NullMarked;
