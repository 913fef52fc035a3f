package dev.holdfast.standalone.command;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.platform.Listening;
import dev.holdfast.standalone.platform.Parts;
import dev.holdfast.standalone.platform.Platform;
import dev.holdfast.standalone.platform.UpLock;
import dev.holdfast.standalone.port.PortHolder;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.Jvm;
import dev.holdfast.standalone.process.LogRotation;
import dev.holdfast.standalone.process.ProcessIdentity;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the platform in this JVM until it is told to stop. */
public final class ForegroundUp {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Home home;
  private final ShownProgress progress;
  private final Parts parts;
  private final RunRecords records;

  ForegroundUp(Home home, ShownProgress progress, Parts parts) {
    this.home = home;
    this.progress = progress;
    this.parts = parts;
    this.records = new RunRecords(home);
  }

  int run(Listening listening, boolean interactive) throws Exception {
    Optional<UpLock> lock = lock();
    if (lock.isEmpty()) {
      return Summary.alreadyRunning(home, records, progress);
    }
    Integer port = listening.port();
    if (port != null && !Ports.isFree(port)) {
      return failed(
          new PlatformFailure(
              PlatformFailure.USAGE, "port " + port + " is taken by " + PortHolder.describe(port)));
    }
    forgetTheWorkerOfTheLast();
    Instant begin = Instant.now();
    RunRecord record =
        new RunRecord(
            RunRecords.PLATFORM, ProcessIdentity.current(), 0, List.of(), Jvm.build(), begin, null);
    records.write(record);
    progress.line("Starting Holdfast in " + home.root());
    new LogRotation(home.logs()).start(failure -> progress.line("  " + failure));
    Platform platform = new Platform(home, progress, parts);
    Thread stop = new Thread(() -> stop(platform), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    PlatformConfig config;
    try {
      config = platform.start(listening, System.getenv());
    } catch (Exception e) {
      Runtime.getRuntime().removeShutdownHook(stop);
      stop(platform);
      return failed(e);
    }
    records.write(
        new RunRecord(
                RunRecords.PLATFORM,
                ProcessIdentity.current(),
                config.api().port(),
                List.of(),
                Jvm.build(),
                begin,
                null)
            .readyNow());
    Summary.print(home, config, progress, Duration.between(begin, Instant.now()), interactive);
    while (!new CountDownLatch(1).await(1, TimeUnit.DAYS)) {
      try {
        platform.renewCertificates();
      } catch (IOException | GeneralSecurityException | SQLException e) {
        progress.line("  certificates could not be renewed, tried again tomorrow: " + e);
      }
    }
    return 0;
  }

  /** A platform that was killed has left the record of the worker in its process. */
  private void forgetTheWorkerOfTheLast() throws IOException {
    Optional<RunRecord> last = records.read(RunRecords.PLATFORM);
    if (last.isPresent()) {
      records.delete(RunRecords.WORKER + last.get().process().pid());
    }
  }

  private int failed(Exception e) {
    if (e instanceof PlatformFailure failure) {
      progress.line("error: " + failure.getMessage());
      return failure.exitCode();
    }
    e.printStackTrace();
    progress.line("error: cannot start: " + e + "; more in " + home.log(RunRecords.PLATFORM));
    return PlatformFailure.FAILED;
  }

  private void stop(Platform platform) {
    progress.line("Stopping Holdfast");
    platform.close();
    try {
      records.delete(RunRecords.PLATFORM);
    } catch (IOException e) {
      progress.line("  " + e.getMessage());
    }
  }

  /** The lock, or nothing when the platform runs; waits while another one starts or stops it. */
  private Optional<UpLock> lock() throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    boolean said = false;
    while (Instant.now().isBefore(end)) {
      Optional<UpLock> lock = UpLock.take(home);
      if (lock.isPresent() || Summary.running(records)) {
        return lock;
      }
      if (!said) {
        progress.line("Another command is starting or stopping this platform: waiting for it");
        said = true;
      }
      Thread.sleep(100);
    }
    throw new PlatformFailure(
        PlatformFailure.FAILED,
        "another command has been starting or stopping this platform for minutes");
  }
}
