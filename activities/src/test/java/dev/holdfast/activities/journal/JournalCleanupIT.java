package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.Journal.Outcome.Finished;
import dev.holdfast.activities.journal.Journal.Outcome.Interrupted;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the journal of a real server removes, and what it keeps; ages are faked by touch. */
@LabTest
final class JournalCleanupIT {
  private static final String JOURNAL = "/var/lib/holdfast/journal";
  private static final String PROGRAM = SshJournal.PROGRAM.path();

  private final Lab lab;
  private final Server server;
  private final SshjSsh ssh;
  private final Journal journal;
  private final long token = LabFixture.nextToken();
  private String operation = "";

  JournalCleanupIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    this.ssh = LabFixture.ssh(labServer);
    this.journal = new SshJournal(ssh);
  }

  @BeforeEach
  void begin(TestInfo test) {
    operation = LabFixture.operation(test);
    LabFixture.onServer(lab, "rm -rf /root/effects /var/lib/holdfast/gone " + JOURNAL + "/fake");
    // The program is there, and its hourly clean-up is not due in the midst of a test.
    run("first", "true");
    LabFixture.onServer(lab, "timeout 20 systemctl stop holdfast-clean 2>/dev/null || true");
    cleanedBefore(0);
  }

  @AfterEach
  void close() {
    ssh.close();
    LabFixture.onServer(lab, "rm -rf " + JOURNAL + "/fake");
  }

  @Test
  void shouldRemoveWhatEndedLongAgoAndNeverRunItAgain() {
    run("old", "echo printed; echo effect >>/root/effects; exit 3");
    run("young", "echo young");
    age("old", "31 days ago");
    age("young", "29 days ago");

    clean();

    assertThat(entries()).doesNotContain(hash("old")).contains(hash("young"), hash("first"));
    assertThat(run("old", "echo effect >>/root/effects"))
        .isInstanceOfSatisfying(
            Finished.class,
            finished -> {
              assertThat(finished.exitCode()).isEqualTo(3);
              assertThat(finished.tail()).contains("the output was removed from the server on");
            });
    assertThat(LabFixture.onServer(lab, "cat /root/effects")).isEqualTo("effect");
    assertThat(run("young", "never")).isEqualTo(new Finished(0, "young\n"));
    assertThat(entries()).doesNotContain(hash("old"));
  }

  @Test
  void shouldRememberThatAnOutcomeIsUnknown() {
    abandon("killed", "echo started; sleep 50");
    LabFixture.onServer(
        lab, "systemctl kill --kill-who=main --signal=KILL 'holdfast-run-" + operation + ".*'");
    Outcome before = run("killed", "never");
    age("killed", "31 days ago");

    clean();

    assertThat(entries()).doesNotContain(hash("killed"));
    assertThat(run("killed", "never")).isEqualTo(before).isInstanceOf(Interrupted.class);
  }

  @Test
  void shouldKeepWhatRunsHoweverLong() throws Exception {
    abandon("long", "echo started; until [ -e /root/go ]; do sleep 0.05; done; echo done");
    try {
      age("long", "90 days ago");

      clean();

      assertThat(entries()).contains(hash("long"));
    } finally {
      LabFixture.onServer(lab, "touch /root/go");
    }
    assertThat(run("long", "never")).isEqualTo(new Finished(0, "started\ndone\n"));
    LabFixture.onServer(lab, "rm /root/go");
  }

  @Test
  void shouldRemoveTheOldestOfTooManyButNoneOfTheLastDays() {
    run("recent", "true");
    age("recent", "6 days ago");
    LabFixture.onServer(
        lab,
        """
        mkdir %1$s/fake && cd %1$s/fake
        for i in $(seq 1 2620); do echo e$i; done | xargs mkdir
        for i in *; do echo start >$i/starts; echo 'finished 0 ended' >$i/result; : >$i/lock; : >$i/out; : >$i/err; done
        for i in *; do touch -d "10 days ago - ${i#e} minutes" $i/result; done
        """
            .formatted(JOURNAL));

    clean();

    int kept =
        Integer.parseInt(LabFixture.onServer(lab, "find " + JOURNAL + " -name result | wc -l"));
    // More than 500 at once: a tenth of what is there is added.
    assertThat(kept).isEqualTo(2000);
    assertThat(entries()).contains(hash("recent"));
    assertThat(
            LabFixture.onServer(
                lab, "cd %s/fake; ls -d e1 e2620 2>&1".formatted(JOURNAL) + " || true"))
        .contains("e1")
        .contains("'e2620': No such file");
  }

  @Test
  void shouldMakeRoomWhereTheDiskIsNearlyFull() {
    LabFixture.onServer(lab, "mount -t tmpfs -o size=2m,mode=700 tmpfs /var/lib/holdfast");
    try {
      run("yesterday", "yes | head -c 300000; exit 4");
      run("today", "yes | head -c 100000");
      age("yesterday", "2 days ago");
      LabFixture.onServer(lab, "head -c 9000000 /dev/zero >/var/lib/holdfast/fill || true");

      clean();

      assertThat(entries()).doesNotContain(hash("yesterday")).contains(hash("today"));
      assertThat(run("yesterday", "never"))
          .isInstanceOfSatisfying(
              Finished.class, finished -> assertThat(finished.exitCode()).isEqualTo(4));
    } finally {
      LabFixture.await(lab, "umount /var/lib/holdfast");
    }
  }

  @Test
  void shouldNotRunTwiceWhatIsRemovedWhileItIsDelivered() throws Exception {
    run("raced", "echo effect >>/root/effects");
    for (int round = 0; round < 3; round++) {
      LabFixture.onServer(
          lab, "[ ! -e %1$s ] || touch -d '31 days ago' %1$s/result".formatted(directory("raced")));
      List<Future<Outcome>> deliveries = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 6; i++) {
          deliveries.add(threads.submit(() -> run("raced", "echo effect >>/root/effects")));
        }
        clean();
      }
      for (Future<Outcome> delivery : deliveries) {
        assertThat(delivery.get())
            .isInstanceOfSatisfying(
                Finished.class, finished -> assertThat(finished.exitCode()).isZero());
      }
    }
    assertThat(LabFixture.onServer(lab, "cat /root/effects")).isEqualTo("effect");
  }

  @Test
  void shouldCleanByItselfAtMostOnceAnHour() {
    run("old", "true");
    age("old", "31 days ago");
    run("a", "true");
    assertThat(entries()).contains(hash("old"));

    cleanedBefore(Duration.ofMinutes(61).toSeconds());
    run("b", "true");
    LabFixture.await(lab, "! [ -e " + directory("old") + " ]");
    assertThat(LabFixture.onServer(lab, "find " + JOURNAL + "/cleaned -mmin -1").lines().count())
        .isEqualTo(1);
  }

  @Test
  void shouldRefuseASecondCleaner() {
    run("old", "true");
    age("old", "31 days ago");

    LabFixture.onServer(lab, "flock %s/clean.lock sh %s clean n -".formatted(JOURNAL, PROGRAM));

    assertThat(entries()).contains(hash("old"));
  }

  @Test
  void shouldRemoveOldProgramsAndDecidedRevertsOnly() {
    LabFixture.onServer(
        lab,
        """
        cd /var/lib/holdfast; mkdir -p revert
        for p in unused waited; do echo : >bin/$p.sh; touch -d '40 days ago' bin/$p.sh; done
        for r in done.1 waiting.1; do mkdir -p revert/$r; echo 1 >revert/$r/token; done
        : >revert/done.1/confirmed; : >revert/waiting.1/reverting
        echo /var/lib/holdfast/bin/waited.sh >revert/waiting.1/program
        touch -d '40 days ago' revert/done.1 revert/waiting.1
        """);
    try {
      clean();

      assertThat(LabFixture.onServer(lab, "cd /var/lib/holdfast; ls bin revert").lines())
          .contains("waited.sh", "waiting.1", PROGRAM.substring(PROGRAM.lastIndexOf('/') + 1))
          .doesNotContain("unused.sh", "done.1");
    } finally {
      LabFixture.onServer(lab, "cd /var/lib/holdfast; rm -rf revert/waiting.1 bin/waited.sh");
    }
  }

  private void clean() {
    LabFixture.onServer(lab, "sh " + PROGRAM + " clean n -");
  }

  /** Has the server believe that its last clean-up was so many seconds ago. */
  private void cleanedBefore(long seconds) {
    LabFixture.onServer(
        lab,
        "read -r up _ </proc/uptime; echo $((${up%%.*} - %d)) >%s/cleaned"
            .formatted(seconds, JOURNAL));
  }

  private void age(String key, String when) {
    LabFixture.onServer(lab, "touch -d '" + when + "' " + directory(key) + "/result");
  }

  private String entries() {
    return LabFixture.onServer(lab, "ls " + JOURNAL + "/" + operation);
  }

  private String directory(String key) {
    return JOURNAL + "/" + operation + "/" + hash(key);
  }

  private String hash(String key) {
    return EntryKey.of(LabFixture.step(operation, key, token)).hash();
  }

  private Outcome run(String key, String script) {
    return journal.run(server, entry(key, script), LabFixture.SILENT);
  }

  private void abandon(String key, String script) {
    assertThatThrownBy(() -> journal.run(server, entry(key, script), new Abandoning()))
        .isInstanceOf(Abandoning.Abandoned.class);
  }

  private Entry entry(String key, String script) {
    return new Entry(LabFixture.step(operation, key, token), script, Duration.ofSeconds(60));
  }
}
