package dev.holdfast.platform.profile;

/**
 * What a version of a profile says.
 *
 * @param input the operation's input as JSON, with its keys in order
 */
public record ProfileBody(String input) {}
