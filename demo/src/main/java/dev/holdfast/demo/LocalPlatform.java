package dev.holdfast.demo;

import dev.holdfast.standalone.Main;
import dev.holdfast.standalone.command.Summary;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.platform.WorkerProcess;
import dev.holdfast.standalone.process.RunRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** The platform of this launcher, driven through its own commands. */
final class LocalPlatform implements DemoPlatform {
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
    return WorkerProcess.start(home, List.of());
  }
}
