package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.Journal.Outcome.Fenced;
import dev.holdfast.activities.journal.Journal.Outcome.Finished;
import dev.holdfast.activities.journal.Journal.Outcome.Interrupted;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The journal on a real server; effects are counted in a file that the commands append to. */
@LabTest
final class SshJournalIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private final long token = LabFixture.nextToken();
  private SshjSsh ssh;
  private Journal journal;
  private String operation = "";

  SshJournalIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
    this.ssh = LabFixture.ssh(labServer);
    this.journal = new SshJournal(ssh);
  }

  @BeforeEach
  void name(TestInfo test) {
    operation = LabFixture.operation(test);
    LabFixture.onServer(lab, "rm -f /root/effects");
  }

  @AfterEach
  void close() {
    ssh.close();
  }

  @Test
  void shouldRecordWhatRanForAPersonToRead() {
    Outcome outcome = run("a", "echo one; echo two >&2; exit 7");

    assertThat(outcome).isEqualTo(new Finished(7, "one\ntwo\n"));
    assertThat(run("a", "echo never")).isEqualTo(outcome);
    String entry = directory("a");
    assertThat(LabFixture.onServer(lab, "cat " + entry + "/meta.*"))
        .isEqualTo(
            """
            operation: %s
            server: lab-1
            step: a
            generation: 1
            token: %d
            summary: Test the step a\
            """
                .formatted(operation, token));
    assertThat(LabFixture.onServer(lab, "stat -c '%a %U' /var/lib/holdfast")).isEqualTo("700 root");
    // It may hold secrets, and goes with the end of its command.
    LabFixture.await(lab, "! ls " + entry + "/script.* 2>/dev/null");
    assertThat(starts("a")).isEqualTo(1);
  }

  @Test
  void shouldStartOnceHoweverOftenItIsDelivered() throws Exception {
    List<Callable<Outcome>> deliveries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      deliveries.add(() -> run("a", "echo effect >>/root/effects; sleep 0.5; echo done"));
    }

    assertThat(inParallel(deliveries)).hasSize(20).containsOnly(new Finished(0, "done\n"));
    assertThat(effects()).isEqualTo(1);
    assertThat(starts("a")).isEqualTo(1);
  }

  @Test
  void shouldRunANewGenerationAnew() {
    Step first = LabFixture.step(operation, "a", token);
    Step second = new Step(operation, "lab-1", "a", 2, token, "Once more");

    journal.run(server, new Entry(first, effect(), LONG), LabFixture.SILENT);
    journal.run(server, new Entry(second, effect(), LONG), LabFixture.SILENT);

    assertThat(effects()).isEqualTo(2);
  }

  @Test
  void shouldDeliverEveryByteAtItsOffset() {
    Recorder all = new Recorder(0);
    String script =
        "i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %03o $i)\"; i=$((i+1)); done; printf '\\000x' >&2";

    assertThat(journal.run(server, entry("a", script, LONG), all)).isInstanceOf(Finished.class);
    byte[] expected = new byte[256];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) i;
    }
    assertThat(all.out()).isEqualTo(expected);
    assertThat(all.err()).containsExactly(0, 'x');

    Recorder rest = new Recorder(250);
    journal.run(server, entry("a", script, LONG), rest);
    assertThat(rest.out()).containsExactly(250, 251, 252, 253, 254, 255);
  }

  @Test
  void shouldBoundTheOutputAndKeepItsEnd() {
    Recorder output = new Recorder(0);
    String script =
        "head -c 50000000 /dev/zero | tr '\\0' x; echo THE-END; echo effect >>/root/effects";

    Outcome outcome = journal.run(server, entry("a", script, LONG), output);

    assertThat(outcome)
        .asInstanceOf(type(Finished.class))
        .extracting(Finished::exitCode)
        .isEqualTo(0);
    assertThat(((Finished) outcome).tail()).endsWith("xTHE-END\n").hasSizeLessThan(9000);
    assertThat(output.out()).hasSizeBetween(8 << 20, (8 << 20) + 9000);
    assertThat(effects()).isEqualTo(1);
  }

  @Test
  void shouldKeepAsMuchAsIsAskedForAndDeliverItFast() {
    int size = 40_000_000;
    Entry much =
        new Entry(
            LabFixture.step(operation, "a", token),
            "head -c %d /dev/zero | tr '\\0' e >&2 & head -c %d /dev/zero | tr '\\0' o; wait"
                .formatted(size, size),
            LONG,
            1L << 30);
    Recorder output = new Recorder(0);
    long began = System.nanoTime();

    assertThat(journal.run(server, much, output)).isInstanceOf(Finished.class);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(Arrays.equals(output.out(), all(size, 'o'))).isTrue();
    assertThat(Arrays.equals(output.err(), all(size, 'e'))).isTrue();
    System.err.printf("%d bytes of output in %d ms%n", 2 * size, took.toMillis());
    // 384 KiB of each stream every 2 s, as it once was, took more than three minutes.
    assertThat(took).isLessThan(Duration.ofSeconds(25));
  }

  @Test
  void shouldKeepNoMoreThanAQuarterOfTheFreeSpaceOfEachStream() {
    LabFixture.onServer(lab, "mount -t tmpfs -o size=4m,mode=700 tmpfs /var/lib/holdfast");
    try {
      Recorder output = new Recorder(0);
      Entry much =
          new Entry(
              LabFixture.step(operation, "a", token), "yes | head -c 9000000", LONG, 1L << 30);

      assertThat(journal.run(server, much, output)).isInstanceOf(Finished.class);
      assertThat(output.out()).hasSizeBetween(900_000, (1 << 20) + 9000);
      assertThat(new String(output.out(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("bytes are kept; the end was");
    } finally {
      LabFixture.await(lab, "umount /var/lib/holdfast");
    }
  }

  @Test
  void shouldShowOutputWhileTheCommandRuns() throws Exception {
    Recorder output = new Recorder(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> running =
          threads.submit(() ->
              journal.run(
                  server,
                  entry(
                      "a",
                      "echo first; until [ -e /root/go ]; do sleep 0.05; done; echo last",
                      LONG),
                  output));
      output.awaitOutput();
      LabFixture.onServer(lab, "touch /root/go");

      assertThat(running.get()).isEqualTo(new Finished(0, "first\nlast\n"));
      assertThat(new String(output.out(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("first\nlast\n");
    } finally {
      LabFixture.onServer(lab, "rm -f /root/go");
    }
  }

  @Test
  void shouldEndACommandOnTheServerAfterItsTimeout() {
    Outcome outcome =
        journal.run(
            server,
            entry("a", "echo working; sleep 50; " + effect(), Duration.ofSeconds(1)),
            LabFixture.SILENT);

    assertThat(outcome)
        .isEqualTo(new Finished(124, true, "working\n[ended by the server after 1 s]\n"));
    assertThat(effects()).isZero();
  }

  @Test
  void shouldNotWaitForWhatACommandLeftBehind() {
    assertThat(run("a", "sleep 50 & echo done")).isEqualTo(new Finished(0, "done\n"));
  }

  @Test
  void shouldUnderstandTheServerAmongTheNoiseOfLoginScripts() {
    LabFixture.onServer(
        lab,
        "cp /home/debian/.bashrc /root/bashrc; printf 'echo noise\\nprintf more\\necho loud >&2\\n' | cat - /root/bashrc >/home/debian/.bashrc");
    try {
      assertThat(run("a", effect())).isEqualTo(new Finished(0, ""));
      assertThat(effects()).isEqualTo(1);
    } finally {
      LabFixture.onServer(lab, "cat /root/bashrc >/home/debian/.bashrc");
    }
  }

  @Test
  void shouldWorkWithSudosOwnPty() {
    LabFixture.onServer(lab, "echo 'Defaults use_pty' >/etc/sudoers.d/pty");
    try {
      assertThat(run("a", "echo in; cat; echo out; " + effect()))
          .isEqualTo(new Finished(0, "in\nout\n"));
      assertThat(effects()).isEqualTo(1);
    } finally {
      LabFixture.onServer(lab, "rm /etc/sudoers.d/pty");
    }
  }

  @Test
  void shouldSurviveTheEndOfItsSessionWhereSessionsAreKilled() {
    LabFixture.onServer(
        lab,
        "mkdir -p /etc/systemd/logind.conf.d; printf '[Login]\\nKillUserProcesses=yes\\n' >/etc/systemd/logind.conf.d/kill.conf; systemctl restart systemd-logind");
    try {
      abandon("a", "echo started; until [ -e /root/go ]; do sleep 0.05; done; " + effect());
      ssh.close();
      LabFixture.await(lab, "! pgrep -f \"^sshd: debian\" >/dev/null");
      LabFixture.onServer(lab, "touch /root/go");
      reopen();

      assertThat(run("a", "never")).isEqualTo(new Finished(0, "started\n"));
      assertThat(effects()).isEqualTo(1);
    } finally {
      LabFixture.onServer(
          lab,
          "rm -f /root/go /etc/systemd/logind.conf.d/kill.conf; systemctl restart systemd-logind");
    }
  }

  @Test
  void shouldSayInterruptedWhenTheRunnerWasKilledAndLeaveNothingRunning() {
    abandon("a", "echo started; sleep 50; " + effect());
    LabFixture.onServer(
        lab, "systemctl kill --kill-who=main --signal=KILL 'holdfast-run-" + operation + ".*'");

    assertThat(run("a", "never"))
        .asInstanceOf(type(Interrupted.class))
        .extracting(Interrupted::reason)
        .asString()
        .contains("killed");
    assertThat(run("a", "never")).isInstanceOf(Interrupted.class);
    assertThat(LabFixture.onServer(lab, "pgrep -fc 'sleep 5[0]' || true")).isEqualTo("0");
    assertThat(effects()).isZero();
    assertThat(starts("a")).isEqualTo(1);
  }

  @Test
  void shouldSayInterruptedWhenTheServerLostItsPower() {
    abandon("a", "echo started; sleep 50; " + effect());
    lab.kill("lab-1");
    lab.start("lab-1");

    assertThat(run("a", "never"))
        .asInstanceOf(type(Interrupted.class))
        .extracting(Interrupted::reason)
        .asString()
        .contains("restarted");
    assertThat(effects()).isZero();
    assertThat(starts("a")).isEqualTo(1);
  }

  @Test
  void shouldRunNothingWithoutAJournal() {
    LabFixture.onServer(lab, "mount -t tmpfs -o size=200k,mode=700 tmpfs /var/lib/holdfast");
    try {
      assertThat(run("fits", effect())).isEqualTo(new Finished(0, ""));
      LabFixture.onServer(lab, "head -c 300000 /dev/zero >/var/lib/holdfast/fill || true");
      assertNoJournal("full");
      LabFixture.onServer(
          lab,
          "rm -rf /var/lib/holdfast/bin; head -c 300000 /dev/zero >>/var/lib/holdfast/fill || true");
      assertNoJournal("not installed");
      LabFixture.onServer(
          lab, "rm -f /var/lib/holdfast/fill; mount -o remount,ro /var/lib/holdfast");
      assertNoJournal("read-only");
      LabFixture.onServer(lab, "mount -o remount,rw /var/lib/holdfast");
      assertThat(run("full", effect())).isEqualTo(new Finished(0, ""));
      assertThat(effects()).isEqualTo(2);
    } finally {
      LabFixture.await(lab, "umount /var/lib/holdfast");
    }
  }

  @Test
  void shouldRecordTheResultOfACommandThatFillsTheDisk() {
    LabFixture.onServer(lab, "mount -t tmpfs -o size=400k,mode=700 tmpfs /var/lib/holdfast");
    try {
      Outcome outcome =
          run(
              "a",
              "head -c 500000 /dev/zero >/var/lib/holdfast/fill; yes | head -c 900000; exit 5");

      assertThat(outcome)
          .asInstanceOf(type(Finished.class))
          .extracting(Finished::exitCode)
          .isEqualTo(5);
      journal.close(server, operation, token);
      assertThat(run("a", "never")).isEqualTo(new Fenced(token + 1));
    } finally {
      LabFixture.await(lab, "umount /var/lib/holdfast");
    }
  }

  @Test
  void shouldRefuseALowerTokenAndAClosedOne() {
    run("a", effect());
    Step earlier = LabFixture.step(operation, "b", token - 1);
    assertThat(journal.run(server, new Entry(earlier, effect(), LONG), LabFixture.SILENT))
        .isEqualTo(new Fenced(token));

    journal.close(server, operation, token);
    journal.close(server, operation, token);

    assertThat(run("b", effect())).isEqualTo(new Fenced(token + 1));
    assertThat(effects()).isEqualTo(1);
    Step later = LabFixture.step(operation, "b", token + 1);
    assertThat(journal.run(server, new Entry(later, effect(), LONG), LabFixture.SILENT))
        .isEqualTo(new Finished(0, ""));
  }

  @Test
  void shouldStopWhatRunsWhenItsOperationIsClosed() {
    abandon("a", "echo started; sleep 51; " + effect());

    journal.close(server, operation, token);

    assertThat(LabFixture.onServer(lab, "pgrep -fc 'sleep 5[1]' || true")).isEqualTo("0");
    assertThat(
            LabFixture.onServer(lab, "systemctl list-units --plain --no-legend 'holdfast-run-*'"))
        .isEmpty();
    assertThat(effects()).isZero();
  }

  @Test
  void shouldDoWithoutSystemd() {
    // To a program, a server without systemd is one without /run/systemd/system.
    LabFixture.onServer(lab, "mount -t tmpfs tmpfs /run/systemd");
    try {
      assertThat(run("a", "echo in; " + effect())).isEqualTo(new Finished(0, "in\n"));
      abandon("b", "echo started; sleep 53; " + effect());
      journal.close(server, operation, token);
      assertThat(run("c", effect())).isEqualTo(new Fenced(token + 1));
      assertThat(LabFixture.onServer(lab, "pgrep -fc 'sleep 5[3]' || true")).isEqualTo("0");
      assertThat(effects()).isEqualTo(1);
    } finally {
      LabFixture.onServer(lab, "umount /run/systemd");
    }
  }

  @Test
  void shouldEndWhatHasMovedToAnotherSessionAlsoWithoutSystemd() {
    String moved = "setsid -f sleep 54 >/dev/null 2>&1; setsid -w sleep 54";
    LabFixture.onServer(lab, "mount -t tmpfs tmpfs /run/systemd");
    try {
      assertThat(journal.run(server, entry("a", moved, Duration.ofSeconds(1)), LabFixture.SILENT))
          .isEqualTo(new Finished(124, true, "[ended by the server after 1 s]\n"));
      assertThat(LabFixture.onServer(lab, "pgrep -fc 'sleep 5[4]' || true")).isEqualTo("0");
      abandon("b", "echo started; " + moved);
      journal.close(server, operation, token);
      assertThat(LabFixture.onServer(lab, "pgrep -fc 'sleep 5[4]' || true")).isEqualTo("0");
    } finally {
      LabFixture.onServer(lab, "umount /run/systemd");
    }
  }

  @Test
  void shouldLetNothingStartOnceClosedWhateverIsOnItsWay() throws Exception {
    List<Callable<Outcome>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String key = "k" + i;
      tasks.add(() -> run(key, effect() + "; sleep 52"));
    }
    List<Integer> atClose = new ArrayList<>();
    tasks.add(() -> {
      LabFixture.await(lab, "[ -s /root/effects ]");
      journal.close(server, operation, token);
      atClose.add(effects());
      return new Fenced(0);
    });

    List<Outcome> outcomes = inParallel(tasks);

    assertThat(outcomes).allMatch(o -> o instanceof Fenced || o instanceof Interrupted);
    assertThat(atClose).containsExactly(effects());
    assertThat(outcomes.stream().filter(Interrupted.class::isInstance).count())
        .isLessThanOrEqualTo(effects());
    assertThat(LabFixture.onServer(lab, "pgrep -fc 'sleep 5[2]' || true")).isEqualTo("0");
  }

  @Test
  void shouldRunNothingOfHalfADelivery() {
    String entry = "/var/lib/holdfast/journal/" + operation + "/k";
    run("a", "true");
    LabFixture.onServer(
        lab,
        "printf 'meta\\necho effect >>/root/eff' | sh %s run n1 %s k %d 30 2 0 0 5 60 8388608 || true"
            .formatted(SshJournal.PROGRAM.path(), operation, token));

    assertThat(LabFixture.onServer(lab, "ls " + entry)).isEqualTo("lock");
    assertThat(LabFixture.onServer(lab, "ls /root/eff* 2>/dev/null || true")).isEmpty();
  }

  private void assertNoJournal(String key) {
    assertThatThrownBy(() -> run(key, effect()))
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> assertThat(e.type()).as(e.getMessage()).isEqualTo(FailureType.NO_JOURNAL));
  }

  /** Runs an entry until its first output, then stops waiting for it. */
  private void abandon(String key, String script) {
    Abandoning listener = new Abandoning();
    assertThatThrownBy(() -> journal.run(server, entry(key, script, LONG), listener))
        .isInstanceOf(Abandoning.Abandoned.class);
  }

  private void reopen() {
    ssh = LabFixture.ssh(labServer);
    journal = new SshJournal(ssh);
  }

  private Outcome run(String key, String script) {
    return journal.run(server, entry(key, script, LONG), LabFixture.SILENT);
  }

  private Entry entry(String key, String script, Duration timeout) {
    return new Entry(LabFixture.step(operation, key, token), script, timeout);
  }

  private static byte[] all(int size, char c) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }

  private static String effect() {
    return "echo effect >>/root/effects";
  }

  private int effects() {
    return count("/root/effects");
  }

  private int starts(String key) {
    return count(directory(key) + "/starts");
  }

  private int count(String file) {
    return Integer.parseInt(LabFixture.onServer(lab, "cat " + file + " 2>/dev/null | wc -l"));
  }

  private String directory(String key) {
    return "/var/lib/holdfast/journal/"
        + operation
        + "/"
        + EntryKey.of(LabFixture.step(operation, key, token)).hash();
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
