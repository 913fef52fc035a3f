package dev.holdfast.standalone.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs short-lived programs to their end. */
public final class Commands {

  public record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Commands() {}

  public static Result run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  public static Result run(List<String> command) throws IOException, InterruptedException {
    return run(Path.of("/"), Map.of(), command);
  }

  /** Runs a command that must succeed; a failure carries the end of its output. */
  public static String require(
      Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Result result = run(directory, environment, command);
    if (!result.succeeded()) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          command.getFirst()
              + " failed with exit code "
              + result.exitCode()
              + ":\n"
              + result.output());
    }
    return result.output();
  }
}
