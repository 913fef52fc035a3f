package dev.holdfast.standalone.platform;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.process.Jvm;
import dev.holdfast.standalone.process.RunRecords;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One more worker process of the platform, as {@code ./holdfast worker} starts it. */
public final class WorkerProcess {
  private static final Duration START = Duration.ofSeconds(60);

  private WorkerProcess() {}

  /**
   * Starts one, in a session of its own.
   *
   * @param arguments of {@code worker}
   * @return when it asks for work
   * @throws PlatformFailure if it does not within a minute
   */
  public static ProcessHandle start(Home home, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(Jvm.command());
    command.add("worker");
    command.addAll(arguments);
    Path log = home.log("worker");
    Process process =
        new ProcessBuilder(command)
            .directory(home.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    RunRecords records = new RunRecords(home);
    Instant deadline = Instant.now().plus(START);
    while (Instant.now().isBefore(deadline)) {
      boolean ready =
          records
              .alive(RunRecords.WORKER + process.pid())
              .filter(record -> record.readyAt() != null)
              .isPresent();
      if (ready) {
        return process.toHandle();
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    process.destroyForcibly();
    throw new PlatformFailure(PlatformFailure.FAILED, "the worker did not start, see " + log);
  }
}
