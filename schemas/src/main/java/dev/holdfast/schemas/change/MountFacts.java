package dev.holdfast.schemas.change;

/**
 * A path of a server that a container is to see, which is named {@code mount:PATH}.
 *
 * @param resolved where it leads, over no link; empty where that cannot be named
 * @param obstacle why no container may see it, for a person, to be read after the path; empty where
 *     one may
 */
public record MountFacts(String resolved, String obstacle) {}
