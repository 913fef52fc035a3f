package dev.holdfast.standalone.command;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.platform.Keeper;
import dev.holdfast.standalone.process.Jvm;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.service.PlatformService;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the platform as a process of its own and shows its progress until it is healthy. */
public final class DetachedUp {

  private final Home home;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final RunRecords records;
  private final Keeper keeper;

  DetachedUp(Home home) {
    this.home = home;
    this.records = new RunRecords(home);
    this.keeper = new Keeper(home, records);
  }

  /** As systemd starts it: what runs already is adopted, whoever kept it until now. */
  int runAsService(List<String> options) throws IOException, InterruptedException {
    keeper.release();
    awaitRestart();
    return start(options);
  }

  int run(List<String> options) throws IOException, InterruptedException {
    awaitRestart();
    PlatformService service = PlatformService.of(home);
    if (service.installed()) {
      return throughSystemd(service, options);
    }
    if (keeper.alive() && Summary.running(records) && Summary.outdated(records)) {
      ShownProgress.onStandardError()
          .line("Changing to a new build; operations that are running continue");
      DownCommand.stopPlatform(home, ShownProgress.onStandardError());
    }
    return start(options);
  }

  /** One platform has one parent: where systemd has started it, systemd starts it again. */
  private int throughSystemd(PlatformService service, List<String> options)
      throws IOException, InterruptedException {
    if (!options.isEmpty()) {
      throw new PlatformFailure(
          PlatformFailure.USAGE,
          "systemd starts this platform, with the options that its service has. To change them:"
              + " ./holdfast up --install-service "
              + String.join(" ", options));
    }
    if (!Summary.running(records) || !service.active() || Summary.outdated(records)) {
      service.start(ShownProgress.onStandardError());
      Summary.up(home, ShownProgress.onStandardError());
      return 0;
    }
    return Summary.alreadyRunning(home, records, ShownProgress.onStandardError());
  }

  private int start(List<String> options) throws IOException, InterruptedException {
    if (Summary.running(records)) {
      if (!keeper.alive()) {
        keeper.start(command(options));
      }
      return Summary.alreadyRunning(home, records, ShownProgress.onStandardError());
    }
    Path progress = Files.createTempFile(home.run(), "up-", ".progress");
    try {
      List<String> command = command(options);
      command.addAll(List.of("--progress-file", progress.toString()));
      Process process = keeper.start(command);
      long shown = 0;
      while (true) {
        boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
        boolean ready = Summary.running(records);
        shown = show(progress, shown);
        if (ended) {
          return process.exitValue();
        }
        if (ready) {
          process.waitFor(50, TimeUnit.MILLISECONDS); // the summary follows the record
          show(progress, shown);
          return 0;
        }
      }
    } finally {
      Files.deleteIfExists(progress);
    }
  }

  /**
   * Waits for a platform that starts. Where it has died, its keeper starts it again: at once,
   * because somebody waits.
   */
  private void awaitRestart() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    boolean said = false;
    while ((keeper.alive() || records.alive(RunRecords.PLATFORM).isPresent())
        && !Summary.running(records)
        && Instant.now().isBefore(end)) {
      if (!said) {
        keeper.hurry();
        ShownProgress.onStandardError().line("The platform is being started again: waiting for it");
        said = true;
      }
      Thread.sleep(100);
    }
  }

  private static List<String> command(List<String> options) {
    List<String> command = new ArrayList<>(Jvm.command());
    command.addAll(List.of("up", "--kept"));
    command.addAll(options);
    return command;
  }

  private static long show(Path file, long from) throws IOException {
    try (RandomAccessFile progress = new RandomAccessFile(file.toFile(), "r")) {
      progress.seek(from);
      byte[] fresh = new byte[(int) (progress.length() - from)];
      progress.readFully(fresh);
      System.err.print(new String(fresh, StandardCharsets.UTF_8));
      System.err.flush();
      return from + fresh.length;
    }
  }
}
