package dev.holdfast.standalone.platform;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.OwnerFiles;
import dev.holdfast.standalone.process.ChildProcess;
import dev.holdfast.standalone.process.ProcessIdentity;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The parent of a detached platform: a shell that starts it again when it dies, after 1, 2, 4 … 60
 * seconds. If it is killed itself, the platform goes on, and the next {@code up} gives it another.
 */
public final class Keeper {
  public static final String PART = "keeper";

  /** Its process id alone, for a service manager. */
  public static final String PID_FILE = "keeper.pid";

  private static final String SCRIPT = "keep.sh";

  private final Home home;
  private final RunRecords records;

  public Keeper(Home home, RunRecords records) {
    this.home = home;
    this.records = records;
  }

  public boolean alive() {
    return records.alive(PART).isPresent();
  }

  /**
   * Starts the platform by this command, or waits for the end of the one that runs.
   *
   * @return the keeper's process, which ends when there is nothing more to keep
   */
  public Process start(List<String> platform) throws IOException {
    long running = records.alive(RunRecords.PLATFORM).map(it -> it.process().pid()).orElse(0L);
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "sh",
                script().toString(),
                home.run().resolve(RunRecords.PLATFORM + ".json").toString(),
                Long.toString(running)));
    command.addAll(platform);
    File log = home.log(RunRecords.PLATFORM).toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(home.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
    if (identity.isPresent()) {
      Instant now = Instant.now();
      records.write(new RunRecord(PART, identity.get(), 0, List.of(), "", now, now));
      OwnerFiles.write(home.run().resolve(PID_FILE), identity.get().pid() + "\n");
    }
    return process;
  }

  /** Ends a pause that it makes before it starts the platform again. */
  public void hurry() throws InterruptedException {
    Optional<RunRecord> keeper = records.alive(PART);
    if (keeper.isPresent()) {
      ChildProcess.signal(keeper.get().process(), "USR1");
    }
  }

  /** Ends it and leaves the platform running, for another to keep. */
  public void release() throws IOException, InterruptedException {
    Optional<RunRecord> keeper = records.alive(PART);
    if (keeper.isPresent()) {
      ChildProcess.stop(keeper.get().process(), "KILL", Duration.ofSeconds(10));
    }
    records.delete(PART);
  }

  /** Stops it, and the platform with it; returns whether there was one. */
  public boolean stop(Duration patience) throws IOException, InterruptedException {
    Optional<RunRecord> keeper = records.alive(PART);
    if (keeper.isPresent()) {
      ChildProcess.stop(keeper.get().process(), "TERM", patience);
    }
    records.delete(PART);
    return keeper.isPresent();
  }

  private Path script() throws IOException {
    Path script = home.run().resolve(SCRIPT);
    try (InputStream resource =
        Objects.requireNonNull(Keeper.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      OwnerFiles.writeIfChanged(
          script, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    }
    return script;
  }
}
