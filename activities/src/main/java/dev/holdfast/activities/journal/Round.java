package dev.holdfast.activities.journal;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.NoAnswer;
import dev.holdfast.activities.ssh.OneLine;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import io.micrometer.core.instrument.Metrics;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One question to the journal of a server and its answer. Thread-safe. */
final class Round {
  /**
   * Beyond it the connection is not trusted any more; starting a command may take this long on a
   * busy server.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int OUTPUT_LIMIT = 4 << 20;

  /**
   * Bytes of output in one answer where the end of a longer one got lost: a sudo that logs what it
   * passes on (seen with 1.9.13) forgets what exceeds 64 KiB when the program ends.
   */
  private static final int SMALL = 32 << 10;

  private static final ServerProgram PROGRAM = SshJournal.PROGRAM;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Ssh ssh;
  private final Set<Place> installed = ConcurrentHashMap.newKeySet();
  private final Set<Place> cut = ConcurrentHashMap.newKeySet();

  private record Place(String address, int port) {}

  Round(Ssh ssh) {
    this.ssh = ssh;
  }

  /**
   * Asks.
   *
   * @param arguments what follows verb and nonce; safe characters only
   * @throws SshException also of type NO_JOURNAL
   */
  JournalAnswer ask(Server server, String verb, String arguments, String payload, Duration waits) {
    Metrics.counter("holdfast.journal.rounds", "server", server.name(), "verb", verb).increment();
    Place place = new Place(server.address(), server.port());
    while (true) {
      String nonce = nonce();
      ExecResult result = exec(server, place, verb, nonce, arguments, payload, waits);
      JournalAnswer answer = JournalAnswer.parse(result.stdout(), nonce);
      if (answer != null) {
        return understood(server, place, answer);
      }
      if (!mended(place, result, nonce)) {
        throw NoAnswer.of(server, result.exitCode(), result.stderr() + "\n" + result.stdout());
      }
    }
  }

  /** Whether something kept the answer from coming that will not do so again. */
  private boolean mended(Place place, ExecResult result, String nonce) {
    if (result.exitCode() == 0 && result.stdout().contains("\n" + nonce + " ")) {
      return cut.add(place);
    }
    // Somebody has removed the program: it was not started, or it would have answered.
    return installed.remove(place);
  }

  private JournalAnswer understood(Server server, Place place, JournalAnswer answer) {
    if (answer.state() == JournalAnswer.State.NOJOURNAL) {
      throw noJournal(server, answer.text());
    }
    installed.add(place);
    if (answer.state() == JournalAnswer.State.UNLAUNCHED) {
      throw new SshException(
          FailureType.UNREACHABLE,
          "%s: the command could not be launched there, so nothing was run: %s"
              .formatted(server.name(), OneLine.of(answer.text())),
          null);
    }
    return answer;
  }

  private ExecResult exec(
      Server server,
      Place place,
      String verb,
      String nonce,
      String arguments,
      String payload,
      Duration waits) {
    boolean known = installed.contains(place);
    String small = cut.contains(place) ? "env holdfast_budget=" + SMALL + " " : "";
    String run = small + String.join(" ", "sh", PROGRAM.path(), verb, nonce, arguments);
    String line =
        known
            ? run
            : PROGRAM.installation(
                    "printf \"\\n%s nojournal the program cannot be installed in /var/lib/holdfast\\n%s end\\n\"; exit 0"
                        .formatted(nonce, nonce))
                + "; exec "
                + run;
    String stdin = known ? payload : PROGRAM.text() + payload;
    return ssh.exec(server, new Command(line, stdin, true, PATIENCE.plus(waits), OUTPUT_LIMIT));
  }

  private static SshException noJournal(Server server, String why) {
    return new SshException(
        FailureType.NO_JOURNAL,
        "%s: the journal in /var/lib/holdfast cannot be written, so nothing was run: %s. Free some space, or make it writable for root."
            .formatted(server.name(), OneLine.of(why)),
        null);
  }

  private static String nonce() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
