package dev.holdfast.cli.importing;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Whose SSH client a configuration is read for.
 *
 * @param home what {@code ~} means
 * @param user the local user, who is also the login user where none is named
 * @param variables the value of an environment variable, empty if it is not set
 */
public record SshClient(Path home, String user, UnaryOperator<String> variables) {}
