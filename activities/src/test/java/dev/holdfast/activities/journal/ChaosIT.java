package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.Leaks;
import dev.holdfast.activities.Trouble;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.Journal.Outcome.Finished;
import dev.holdfast.activities.journal.Journal.Outcome.Interrupted;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the caller, the connection, sshd, the runner or the host while a command
 * runs: it has one effect at most, counted outside of the journal, and nobody is told that it
 * succeeded or failed when nobody can know.
 *
 * <p>{@code -Dholdfast.chaos=200} for more rounds, {@code -Dholdfast.seed=…} to repeat some.
 */
@LabTest
final class ChaosIT {
  private static final int ROUNDS = Integer.getInteger("holdfast.chaos", 14);
  private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());
  private static final String OPERATION = "op-chaos-" + Long.toHexString(SEED & 0xffffff);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long PATIENCE = Duration.ofMinutes(2).toNanos();
  private static final Set<Trouble> DEADLY =
      EnumSet.of(Trouble.RUNNER_KILLED, Trouble.UNIT_KILLED, Trouble.POWER_LOST);

  private static final List<Trouble> TROUBLES =
      List.of(
          Trouble.NONE,
          Trouble.DELIVERED_TWICE,
          Trouble.WORKER_GONE,
          Trouble.SESSIONS_KILLED,
          Trouble.PROGRAMS_KILLED,
          Trouble.SSHD_RESTARTED,
          Trouble.NETWORK_CUT,
          Trouble.SERVER_PAUSED,
          Trouble.RUNNER_KILLED,
          Trouble.UNIT_KILLED,
          Trouble.POWER_LOST);

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private final long token = LabFixture.nextToken();
  private final Random random = new Random(SEED);

  ChaosIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
  }

  @Test
  void shouldHaveOneEffectAndAnHonestOutcomeWhateverHappens() throws Exception {
    LabFixture.onServer(lab, "rm -f /root/chaos");
    Map<Trouble, Integer> finished = new EnumMap<>(Trouble.class);
    Map<Trouble, Integer> interrupted = new EnumMap<>(Trouble.class);
    try (SshjSsh ssh = new SshjSsh(LabFixture.credentials(labServer), Leaks.settings());
        Leaks leaks = new Leaks()) {
      Journal journal = new SshJournal(ssh);
      for (int round = 0; round < ROUNDS; round++) {
        // Each at least once, the rest at random.
        Trouble trouble =
            TROUBLES.get(round < TROUBLES.size() ? round : random.nextInt(TROUBLES.size()));
        String what = trouble + " in round " + round + ", seed " + SEED;
        Outcome outcome;
        try {
          outcome = round(journal, trouble, round);
        } catch (Exception | AssertionError e) {
          throw new AssertionError(what, e);
        }
        what += ": " + outcome;
        int begun = effects("begin " + round);
        int ended = effects("end " + round);
        assertThat(begun).as(what).isLessThanOrEqualTo(1);
        if (outcome instanceof Finished done) {
          assertThat(done).as(what).isEqualTo(new Finished(0, "done " + round + "\n"));
          assertThat(List.of(begun, ended)).as(what).isEqualTo(List.of(1, 1));
          finished.merge(trouble, 1, Integer::sum);
        } else {
          assertThat(outcome).as(what).isInstanceOf(Interrupted.class);
          assertThat(trouble).as(what).isIn(DEADLY);
          interrupted.merge(trouble, 1, Integer::sum);
        }
      }
      leaks.assertNone(lab);
    }
    System.out.println(
        "chaos, seed " + SEED + ": finished " + finished + ", interrupted " + interrupted);
    assertThat(
            LabFixture.onServer(
                lab,
                """
                cd /var/lib/holdfast/journal/%s
                for entry in *; do
                  started=$(sed 's/.* delivery=//' $entry/starts)
                  ls -d $entry/script.* $entry/meta.* 2>/dev/null | grep -v "\\.$started\\$"
                done
                systemctl list-units --plain --no-legend 'holdfast-run-*'\
                """
                    .formatted(OPERATION)))
        .as("left behind")
        .isEmpty();
  }

  private Outcome round(Journal journal, Trouble trouble, int round) throws Exception {
    String script =
        "echo begin %1$d >>/root/chaos; sleep 0.5; echo end %1$d >>/root/chaos; echo done %1$d"
            .formatted(round);
    Entry entry = new Entry(LabFixture.step(OPERATION, "k" + round, token), script, LONG);
    Delivery first = new Delivery(journal, entry);
    Delivery again = trouble == Trouble.DELIVERED_TWICE ? new Delivery(journal, entry) : first;
    // From before the start to after the end of the command.
    TimeUnit.MILLISECONDS.sleep(random.nextInt(900));
    if (trouble == Trouble.WORKER_GONE) {
      first.thread.interrupt();
      first = new Delivery(journal, entry);
      again = first;
    }
    trouble.cause(lab, OPERATION);
    Outcome outcome = first.outcome.get(PATIENCE, TimeUnit.NANOSECONDS);
    assertThat(again.outcome.get(PATIENCE, TimeUnit.NANOSECONDS)).isEqualTo(outcome);
    // And it stays so.
    assertThat(journal.run(server, entry, LabFixture.SILENT)).isEqualTo(outcome);
    return outcome;
  }

  /** As Temporal delivers a step: again and again, until somebody answers. */
  private final class Delivery {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Thread thread;

    Delivery(Journal journal, Entry entry) {
      thread = Thread.ofVirtual().start(() -> deliver(journal, entry));
    }

    private void deliver(Journal journal, Entry entry) {
      long until = System.nanoTime() + PATIENCE;
      while (true) {
        try {
          outcome.complete(journal.run(server, entry, LabFixture.SILENT));
          return;
        } catch (SshException e) {
          if (!e.type().retryable()
              || System.nanoTime() > until
              || Thread.currentThread().isInterrupted()) {
            outcome.completeExceptionally(e);
            return;
          }
        } catch (RuntimeException e) {
          outcome.completeExceptionally(e);
          return;
        }
      }
    }
  }

  private int effects(String line) {
    String count =
        LabFixture.onServer(lab, "grep -cx '" + line + "' /root/chaos 2>/dev/null || true");
    return count.isEmpty() ? 0 : Integer.parseInt(count);
  }
}
