package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.Main;
import dev.holdfast.standalone.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code holdfast} commands as processes of their own, on one home. */
final class StandaloneProcess {

  record Result(int exitCode, String standardOutput, String output) {}

  private final Home home;

  StandaloneProcess(Home home) {
    this.home = home;
  }

  Home home() {
    return home;
  }

  /** A command that has not been started yet. */
  ProcessBuilder builder(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("TEMPORAL_"));
    builder.environment().remove("HOLDFAST_PLATFORM_OPTIONS");
    builder.environment().put("HOLDFAST_HOME", home.root().toString());
    builder.environment().put("HOLDFAST_BIN", home.bin().toString());
    return builder;
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return run(builder(arguments));
  }

  static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile("holdfast", ".out");
    Path err = Files.createTempFile("holdfast", ".err");
    try {
      int exit = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
      String answer = Files.readString(out);
      return new Result(exit, answer, answer + Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  static void succeeded(Result result) {
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
