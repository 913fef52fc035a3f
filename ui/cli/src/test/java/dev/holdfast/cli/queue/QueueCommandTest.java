package dev.holdfast.cli.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueCommandTest {
  private static final String SSH =
      """
      {"queue":"ssh","work":"step","region":null,"waiting":12,"oldestSeconds":75.4,
       "addedPerSecond":2.5,"takenPerSecond":1.0,
       "priorities":[{"priority":"critical","waiting":2,"oldestSeconds":3.0},
                     {"priority":"normal","waiting":10,"oldestSeconds":75.4}],
       "workers":[{"name":"4711@ops-1","lastAsked":"2026-11-29T05:00:00Z"}]}\
      """;
  private static final String NOBODY =
      """
      {"queue":"ssh.eu-west","work":"step","region":"eu-west","waiting":0,"oldestSeconds":0.0,
       "addedPerSecond":0.0,"takenPerSecond":0.0,"priorities":[],"workers":[]}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSayWhatWaitsByPriorityAndForHowLong() {
    Cli.Result result = queue(SSH);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out().lines().toList().get(1).split(" {2,}", -1))
        .containsExactly("ssh", "steps", "12 (2 critical, 10 normal)", "1 min 15 s", "1");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void shouldSayHowToStartAWorkerWhereThereIsNone() {
    Cli.Result result = queue(NOBODY);

    assertThat(result.out().lines().toList().get(1).split(" {2,}", -1))
        .containsExactly("ssh.eu-west", "steps", "0", "-", "0");
    assertThat(result.err())
        .contains(
            "No worker takes steps from ssh.eu-west: start one there with ./holdfast worker --region eu-west.");
  }

  @Test
  void shouldSendNobodyToStartAWorkerForWhatTheApiDoesItself() {
    Cli.Result result = queue(NOBODY.replace("ssh.eu-west", "platform"));

    assertThat(result.err()).contains("No worker takes steps from platform", "./holdfast status");
    assertThat(result.err()).doesNotContain("./holdfast worker");
  }

  private Cli.Result queue(String item) {
    platform.answers("GET /queues", "{\"items\":[" + item + "]}");
    return Cli.at(platform.url()).run("queue");
  }
}
