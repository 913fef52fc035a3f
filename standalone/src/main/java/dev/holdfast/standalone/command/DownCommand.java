package dev.holdfast.standalone.command;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.platform.Keeper;
import dev.holdfast.standalone.platform.Leftovers;
import dev.holdfast.standalone.platform.OpenOperations;
import dev.holdfast.standalone.platform.UpLock;
import dev.holdfast.standalone.process.ChildProcess;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.service.PlatformService;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code down}: stops whatever runs of the platform, in whatever state it is. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    header = "Stop the platform, its workers and its children.",
    description = {"%nOperations that are running continue with the next ./holdfast up.%n"},
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast down", "  ./holdfast down --remove-service"})
public final class DownCommand implements Callable<Integer> {

  private static final Duration DRAIN = Duration.ofSeconds(40);
  private static final Duration STOP = Duration.ofSeconds(90);

  @Option(
      names = "--remove-service",
      description = "Remove the service, too, that up --install-service has made.")
  private boolean removeService;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Home home = Home.ofEnvironment();
    ShownProgress progress = ShownProgress.onStandardError();
    OptionalLong open = OpenOperations.count(home);
    boolean ran = new RunRecords(home).alive(RunRecords.PLATFORM).isPresent();
    PlatformService service = PlatformService.of(home);
    if (removeService) {
      service.remove(progress);
    } else {
      // First who would start it again.
      service.stop();
    }
    if (!Files.isDirectory(home.run())) {
      progress.line("Holdfast is not running.");
      return 0;
    }
    ran |= down(home, progress);
    progress.line(ran ? "Holdfast is down." : "Holdfast is not running.");
    if (service.installed()) {
      progress.line(
          "Its service starts it again with the machine; ./holdfast down --remove-service removes"
              + " the service.");
    }
    if (open.orElse(0) > 0) {
      progress.line(
          open.getAsLong() == 1
              ? "One operation is under way. It goes on with the next ./holdfast up."
              : open.getAsLong()
                  + " operations are under way. They go on with the next ./holdfast up.");
    }
    return 0;
  }

  /** Tells whether there was anything to stop. */
  static boolean down(Home home, ShownProgress progress) throws IOException, InterruptedException {
    RunRecords records = new RunRecords(home);
    boolean any = false;
    for (RunRecord worker : records.workers()) {
      if (worker.alive()) {
        any = true;
        ChildProcess.stop(worker.process(), "TERM", DRAIN);
        progress.part(worker.part(), "stopped");
      }
      records.delete(worker.part());
    }
    return stopPlatform(home, progress) || any;
  }

  /**
   * Stops the platform and its children, but no workers of their own; tells whether there was
   * anything to stop.
   */
  static boolean stopPlatform(Home home, ShownProgress progress)
      throws IOException, InterruptedException {
    RunRecords records = new RunRecords(home);
    boolean any = false;
    Optional<RunRecord> platform = records.alive(RunRecords.PLATFORM);
    if (platform.isPresent()) {
      any = true;
      progress.part(
          RunRecords.PLATFORM,
          "stopping process " + platform.get().process().pid() + " and its parts");
    }
    // First who would start it again.
    any |= new Keeper(home, records).stop(STOP);
    if (platform.isPresent()) {
      ChildProcess.stop(platform.get().process(), "TERM", STOP);
    }
    Instant end = Instant.now().plus(STOP);
    while (Instant.now().isBefore(end)) {
      Optional<UpLock> lock = UpLock.take(home);
      if (lock.isPresent()) {
        try {
          any |= new Leftovers(home, records, progress).stopAll();
          records.delete(RunRecords.PLATFORM);
          return any;
        } finally {
          lock.get().close();
        }
      }
      Thread.sleep(100);
    }
    throw new PlatformFailure(
        PlatformFailure.FAILED, "another command is starting this platform; try again");
  }
}
