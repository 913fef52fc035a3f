package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
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

  private enum Trouble {
    NONE,
    DELIVERED_TWICE,
    SESSIONS_KILLED,
    SSHD_RESTARTED,
    NETWORK_CUT,
    SERVER_PAUSED,
    RUNNER_KILLED,
    UNIT_KILLED,
    POWER_LOST
  }

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
    try (SshjSsh ssh = LabFixture.ssh(labServer)) {
      Journal journal = new SshJournal(ssh);
      for (int round = 0; round < ROUNDS; round++) {
        // Each at least once, the rest at random.
        Trouble[] all = Trouble.values();
        Trouble trouble = all[round < all.length ? round : random.nextInt(all.length)];
        Outcome outcome = round(journal, trouble, round);

        String what = trouble + " in round " + round + ", seed " + SEED + ": " + outcome;
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
      assertThat(sshThreads()).as("threads of connections").isLessThanOrEqualTo(4);
    }
    System.out.println(
        "chaos, seed " + SEED + ": finished " + finished + ", interrupted " + interrupted);
    assertThat(
            LabFixture.onServer(
                lab,
                "cd /var/lib/holdfast/journal/"
                    + OPERATION
                    + "; for e in *; do ls -d $e/script.* $e/meta.* | grep -v \"[.]$(sed 's/.*delivery=//' $e/starts)$\"; done"
                    + "; systemctl list-units --plain --no-legend 'holdfast-run-*'"))
        .as("left behind")
        .isEmpty();
  }

  private Outcome round(Journal journal, Trouble trouble, int round) throws Exception {
    String script =
        "echo begin %1$d >>/root/chaos; sleep 0.5; echo end %1$d >>/root/chaos; echo done %1$d"
            .formatted(round);
    Entry entry = new Entry(LabFixture.step(OPERATION, "k" + round, token), script, LONG);
    CompletableFuture<Outcome> delivered = deliver(journal, entry);
    CompletableFuture<Outcome> again =
        trouble == Trouble.DELIVERED_TWICE ? deliver(journal, entry) : delivered;
    // From before the start to after the end of the command.
    TimeUnit.MILLISECONDS.sleep(random.nextInt(900));
    cause(trouble);
    Outcome outcome = delivered.get(PATIENCE, TimeUnit.NANOSECONDS);
    assertThat(again.get(PATIENCE, TimeUnit.NANOSECONDS)).isEqualTo(outcome);
    // And it stays so.
    assertThat(journal.run(server, entry, LabFixture.SILENT)).isEqualTo(outcome);
    return outcome;
  }

  /** As Temporal delivers a step: again and again, until somebody answers. */
  private CompletableFuture<Outcome> deliver(Journal journal, Entry entry) {
    long until = System.nanoTime() + PATIENCE;
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          while (true) {
            try {
              outcome.complete(journal.run(server, entry, LabFixture.SILENT));
              return;
            } catch (SshException e) {
              if (!e.type().retryable() || System.nanoTime() > until) {
                outcome.completeExceptionally(e);
                return;
              }
            } catch (RuntimeException e) {
              outcome.completeExceptionally(e);
              return;
            }
          }
        });
    return outcome;
  }

  private void cause(Trouble trouble) throws InterruptedException {
    switch (trouble) {
      case NONE, DELIVERED_TWICE -> {}
      case SESSIONS_KILLED -> LabFixture.onServer(lab, "pkill -KILL -f '^sshd: debian' || true");
      case SSHD_RESTARTED -> LabFixture.onServer(lab, "systemctl restart ssh");
      case NETWORK_CUT -> {
        String gateway = "$(ip route show default | cut -d' ' -f3)";
        LabFixture.onServer(
            lab,
            "g=%s; ip route add blackhole $g/32; sleep 3; ip route del blackhole $g/32"
                .formatted(gateway));
      }
      case SERVER_PAUSED -> {
        lab.pause("lab-1");
        TimeUnit.SECONDS.sleep(3);
        lab.unpause("lab-1");
      }
      case RUNNER_KILLED -> kill("main");
      case UNIT_KILLED -> kill("all");
      case POWER_LOST -> {
        lab.kill("lab-1");
        lab.start("lab-1");
      }
    }
  }

  private void kill(String whom) {
    LabFixture.onServer(
        lab,
        "systemctl kill --kill-who="
            + whom
            + " --signal=KILL 'holdfast-run-"
            + OPERATION
            + ".*' || true");
  }

  private int effects(String line) {
    String count =
        LabFixture.onServer(lab, "grep -cx '" + line + "' /root/chaos 2>/dev/null || true");
    return count.isEmpty() ? 0 : Integer.parseInt(count);
  }

  private static long sshThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sshj-"))
        .count();
  }
}
