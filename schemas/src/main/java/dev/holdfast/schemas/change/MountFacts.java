package dev.holdfast.schemas.change;

/**
 * A path of a server that is there, which is named {@code mount:PATH}.
 *
 * @param resolved where it leads, over no link
 */
public record MountFacts(String resolved) {}
