package dev.holdfast.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command is started in: environment variables, the terminal and standard input; {@code
 * bytes} is standard output for what is no text.
 *
 * <p>Handed in rather than looked up, so that a test is a terminal when it says so.
 */
public record Surroundings(
    Map<String, String> variables, Terminal terminal, InputStream input, OutputStream bytes) {

  public Surroundings {
    variables = Map.copyOf(variables);
  }

  /** Without a place for bytes that are no text. */
  public Surroundings(Map<String, String> variables, Terminal terminal, InputStream input) {
    this(variables, terminal, input, OutputStream.nullOutputStream());
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Terminal.of(System.getenv()),
        System.in,
        new FileOutputStream(FileDescriptor.out));
  }

  /** A variable's value, or the empty string. */
  public String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /** Where the platform of this launcher lives. */
  public Path home() {
    String home = variable("HOLDFAST_HOME");
    return Path.of(home.isEmpty() ? ".holdfast" : home);
  }
}
