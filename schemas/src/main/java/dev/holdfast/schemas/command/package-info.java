/** Commands that people ask for, and the rules that say which of them may run. */
@NullMarked
package dev.holdfast.schemas.command;

import org.jspecify.annotations.NullMarked;
