package dev.holdfast.standalone.command;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.process.Jvm;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a person is told when the platform is up. */
public final class Summary {

  private Summary() {}

  public static boolean running(RunRecords records) {
    return records.alive(RunRecords.PLATFORM).filter(it -> it.readyAt() != null).isPresent();
  }

  /** Whether another build of the application runs than this one. */
  static boolean outdated(RunRecords records) {
    return records
        .alive(RunRecords.PLATFORM)
        .filter(it -> !it.fingerprint().equals(Jvm.build()))
        .isPresent();
  }

  static int alreadyRunning(Home home, RunRecords records, ShownProgress progress) {
    Optional<RunRecord> running = records.alive(RunRecords.PLATFORM);
    PlatformConfig config = PlatformConfig.read(home.root());
    progress.line(
        "Holdfast is running already: "
            + config.api().url()
            + ", process "
            + running.map(it -> Long.toString(it.process().pid())).orElse("unknown")
            + ", data in "
            + home.root());
    if (outdated(records)) {
      progress.line(
          "It is another build than this one. To change to this one: ./holdfast down, then ./holdfast up.");
    }
    return 0;
  }

  static void up(Home home, ShownProgress progress) {
    String url = PlatformConfig.read(home.root()).api().url();
    progress.line("Holdfast is up: " + url + ", data in " + home.root());
  }

  static void print(
      Home home,
      PlatformConfig config,
      ShownProgress progress,
      Duration took,
      boolean interactive) {
    String ui = config.temporal().uiUrl();
    progress.line(String.format(Locale.ROOT, "Holdfast is up (%.1f s).", took.toMillis() / 1000.0));
    progress.line("  API              " + config.api().url());
    PlatformConfig.ApiTls tls = config.api().tls();
    if (tls != null) {
      progress.line("  Clients trust    " + tls.caFile() + "  (--tls-ca FILE elsewhere)");
    }
    if (ui != null) {
      progress.line("  Temporal Web UI  " + ui + "  (./holdfast ui temporal)");
    }
    progress.line("  Data and logs    " + home.root());
    progress.line("  Stop             " + (interactive ? "Ctrl-C" : "./holdfast down"));
  }
}
