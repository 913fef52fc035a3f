package dev.holdfast.activities.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.exec.CommandFixture.Ended;
import dev.holdfast.activities.exec.CommandFixture.Way;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a command ends, why, and what then still runs of it. */
@LabTest
final class CommandEndsIT {
  private static final int LONG = 60;

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final Lab lab;
  private final SshjSsh ssh;
  private final CommandFixture commands;

  CommandEndsIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.ssh = LabFixture.ssh(labServer);
    Server server = LabFixture.server(labServer);
    this.commands = new CommandFixture(database, ssh, server);
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @AfterEach
  void close() {
    commands.close();
    ssh.close();
    LabFixture.onServer(lab, "pkill -xf 'sleep 9[0-9][0-9]' || true");
  }

  static List<Way> ways() {
    return Way.FOUR;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldCallATimeoutATimeoutWhateverTheCommandMakesOfIt(Way way) {
    for (String line :
        List.of(
            "trap 'exit 0' TERM; sleep 901 & wait",
            "trap 'exit 7' TERM; sleep 901 & wait",
            "trap '' TERM; sleep 1; sleep 1; sleep 1; exit 0")) {
      Ended ended = commands.run(way, line, 2);

      assertThat(ended.error()).as(line).isEqualTo("was ended after 2 s, its timeout");
      assertThat(ended.timedOut()).as(line).isTrue();
    }
    assertThat(running("sleep 901")).isZero();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldTakeAnExitCodeForNoTimeout(Way way) {
    for (int code : List.of(124, 137, 143)) {
      Ended ended = commands.run(way, "sleep 1; exit " + code, 1 + LONG);

      assertThat(ended.exitCode()).isEqualTo(code);
      assertThat(ended.timedOut()).isFalse();
      assertThat(ended.error()).startsWith("exit code " + code);
    }
    assertThat(commands.run(way, "kill -s KILL $$", LONG).exitCode()).isEqualTo(137);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldEndAtItsTimeoutWhateverSessionItHasMovedTo(Way way) {
    for (String line :
        List.of(
            "setsid -w sleep 902",
            "setsid -f sleep 902; setsid -f sleep 902 >/dev/null 2>&1; sleep 902",
            "(setsid sh -c 'trap \"\" TERM; sleep 902; sleep 902' &) ; sleep 902")) {
      long began = System.nanoTime();
      Ended ended = commands.run(way, "echo begun >>/tmp/begun; " + line, 2);

      assertThat(ended.error()).as(line).isEqualTo("was ended after 2 s, its timeout");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      assertThat(running("sleep 902")).as(line).isZero();
    }
    assertThat(LabFixture.onServer(lab, "wc -l </tmp/begun; rm /tmp/begun")).isEqualTo("3");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldLetADaemonLiveOn(Way way) {
    String line =
        "setsid -f sleep 903 >/dev/null 2>&1; nohup sleep 903 >/dev/null 2>&1 & (sleep 903 >/dev/null 2>&1 &); echo started";
    Ended ended = commands.run(way, line, LONG);

    assertThat(ended.stdout()).isEqualTo("started\n");
    assertThat(ended.error()).isNull();
    assertThat(running("sleep 903")).isEqualTo(3);
    // What comes after on the same server does not end them either.
    commands.run(way, "true", LONG);
    assertThat(running("sleep 903")).isEqualTo(3);
  }

  static List<Way> changingWays() {
    return Way.FOUR.stream().filter(way -> !way.readOnly()).toList();
  }

  @ParameterizedTest
  @MethodSource("changingWays")
  void shouldEndADaemonThatCannotLiveOnBeforeItHasEnded(Way way) {
    LabFixture.onServer(lab, "mount --bind /bin/false /usr/bin/busctl");
    try {
      String line =
          "setsid -f sh -c 'trap \"\" TERM; exec sleep 906' >/dev/null 2>&1; echo started";
      Ended ended = commands.run(way, line, LONG);

      assertThat(running("sleep 906")).isZero();
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.stdout()).isEqualTo("started\n");
      assertThat(ended.stderr()).contains("left in the background was ended with it");
    } finally {
      LabFixture.onServer(lab, "umount /usr/bin/busctl");
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldEndWithTheCommandThoughItsOutputIsHeld(Way way) {
    for (String line : List.of("sleep 904 & echo done", "setsid -f sleep 904; echo done")) {
      long began = System.nanoTime();
      Ended ended = commands.run(way, "echo begun >>/tmp/begun; " + line, LONG);

      assertThat(ended.exitCode()).as(line).isZero();
      assertThat(ended.stdout()).as(line).isEqualTo("done\n");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      if (way.readOnly()) {
        assertThat(running("sleep 904")).as(line).isZero();
      }
    }
    assertThat(LabFixture.onServer(lab, "wc -l </tmp/begun; rm /tmp/begun")).isEqualTo("2");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldEndWhatHasBecomeRootsByItself(Way way) {
    Ended ended = commands.run(way, "sudo sleep 905", 2);

    assertThat(ended.error()).isEqualTo("was ended after 2 s, its timeout");
    assertThat(running("sleep 905")).isZero();
  }

  private int running(String line) {
    return Integer.parseInt(LabFixture.onServer(lab, "pgrep -xfc '" + line + "' || true").strip());
  }
}
