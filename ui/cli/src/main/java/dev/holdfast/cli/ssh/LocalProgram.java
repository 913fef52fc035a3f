package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs of this machine that are not ours. */
public final class LocalProgram {
  private LocalProgram() {}

  /** The first of these programs that is on the PATH. */
  static Optional<String> find(Surroundings surroundings, String... names) {
    for (String name : names) {
      for (String directory : surroundings.variable("PATH").split(":", -1)) {
        Path file = Path.of(directory.isEmpty() ? "." : directory, name);
        if (Files.isExecutable(file) && !Files.isDirectory(file)) {
          return Optional.of(file.toString());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The program's path.
   *
   * @param packageName the Debian package that it comes in
   * @throws Failure if it is missing, with how to install it
   */
  public static String require(Surroundings surroundings, String name, String packageName) {
    return find(surroundings, name)
        .orElseThrow(() ->
            new Failure(
                ExitCode.FAILED,
                "this machine has no " + name + ", which this command needs",
                List.of(),
                "sudo apt-get install " + packageName + " (or your system's package of it)"));
  }

  /** Starts in the surroundings' variables, without what the program has no business with. */
  public static ProcessBuilder command(Surroundings surroundings, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(surroundings.variables());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("HOLDFAST_TOKEN", "SSH_AUTH_SOCK", "SSH_ASKPASS"));
    restoreLocale(builder.environment());
    return builder;
  }

  /** The launcher takes a UTF-8 locale for us where the user's is none, and keeps that. */
  private static void restoreLocale(Map<String, String> environment) {
    String theirs = environment.remove("HOLDFAST_LC_ALL");
    if (theirs == null) {
      return;
    }
    if (theirs.isEmpty()) {
      environment.remove("LC_ALL");
    } else {
      environment.put("LC_ALL", theirs);
    }
  }
}
