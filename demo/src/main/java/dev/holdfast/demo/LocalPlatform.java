package dev.holdfast.demo;

import dev.holdfast.standalone.Main;
import dev.holdfast.standalone.command.Summary;
import dev.holdfast.standalone.home.Failure;
import dev.holdfast.standalone.home.Home;
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
import picocli.CommandLine;

/** The platform of this launcher, driven through its own commands. */
final class LocalPlatform implements DemoPlatform {
  private static final Duration START = Duration.ofSeconds(60);

  private final Home home;
  private final RunRecords records;

  LocalPlatform(Home home) {
    this.home = home;
    this.records = new RunRecords(home);
  }

  @Override
  public Path home() {
    return home.root();
  }

  @Override
  public boolean running() {
    return Summary.running(records);
  }

  @Override
  public int command(String... arguments) {
    CommandLine line = Main.commandLine(arguments);
    // Standard output belongs to the command that is being run on the terminal.
    line.setOut(line.getErr());
    return line.execute(arguments);
  }

  @Override
  public ProcessHandle startWorker() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(Jvm.command());
    command.add("worker");
    File log = home.log("worker").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(home.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
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
    throw new Failure(Failure.FAILED, "the worker did not start, see " + log);
  }
}
