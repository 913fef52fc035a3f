package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far the server's clock is from this worker's. */
final class ClockCheck implements Check {
  static final String NAME = "server/clock";
  private static final int QUESTIONS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int OUTPUT = 64 << 10;
  private static final Duration OFF = Duration.ofSeconds(1);
  private static final Duration FAR_OFF = Duration.ofMinutes(1);

  /** Seconds since the epoch, and nanoseconds where its `date` knows them. */
  private static final Pattern TIME = Pattern.compile("(?m)^(\\d{9,11}) (\\d{9}|\\D.*)$");

  private final Server server;
  private final Ssh ssh;

  /** One question: when it was asked and answered here, and what the server said. */
  record Sample(Instant asked, Instant answered, Instant said) {

    /** Between those two the answer may have been read from the clock. */
    long uncertainMillis() {
      return ChronoUnit.MILLIS.between(asked, answered);
    }

    /** How far the server's clock is ahead, if the answer was read half-way. */
    long aheadMillis() {
      return ChronoUnit.MILLIS.between(asked, said) - uncertainMillis() / 2;
    }
  }

  ClockCheck(Server server, Ssh ssh) {
    this.server = server;
    this.ssh = ssh;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(ShellCheck.NAME);
  }

  @Override
  public Finding make(Evidence evidence) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      Instant asked = Instant.now();
      String said =
          ssh.exec(server, new Command("date '+%s %N'", "", false, TIMEOUT, OUTPUT)).stdout();
      Instant answered = Instant.now();
      time(said).ifPresent(time -> samples.add(new Sample(asked, answered, time)));
    }
    return finding(samples);
  }

  static Optional<Instant> time(String said) {
    Matcher time = TIME.matcher(said);
    if (!time.find()) {
      return Optional.empty();
    }
    String nanos = time.group(2);
    return Optional.of(
        Instant.ofEpochSecond(
            Long.parseLong(time.group(1)), nanos.matches("\\d{9}") ? Long.parseLong(nanos) : 0));
  }

  static Finding finding(List<Sample> samples) {
    Sample best = null;
    for (Sample sample : samples) {
      if (best == null || sample.uncertainMillis() < best.uncertainMillis()) {
        best = sample;
      }
    }
    if (best == null) {
      return Finding.warning(
          NAME, "the server does not tell its time", "See whether its date program works");
    }
    long ahead = best.aheadMillis();
    String summary =
        "the clock is %d ms %s this worker's (± %d ms)"
            .formatted(
                Math.abs(ahead), ahead < 0 ? "behind" : "ahead of", best.uncertainMillis() / 2 + 1);
    String fix =
        "Keep the time on both sides: timedatectl set-ntp true (systemd-timesyncd or chrony); on a"
            + " virtual machine see the host's clock too";
    if (Math.abs(ahead) >= FAR_OFF.toMillis()) {
      return Finding.problem(
          NAME, summary + ": certificates, one-time passwords and logs go wrong", fix);
    }
    return Math.abs(ahead) >= OFF.toMillis() + best.uncertainMillis() / 2
        ? Finding.warning(NAME, summary, fix)
        : Finding.ok(NAME, summary);
  }
}
