package dev.holdfast.schemas.change;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of the kernel.
 *
 * @param live its value now, with single blanks; null where this kernel does not have it
 * @param settable whether root may set it here
 * @param file the content of its drop-in; null where there is none
 */
public record SysctlFacts(@Nullable String live, boolean settable, @Nullable String file) {}
