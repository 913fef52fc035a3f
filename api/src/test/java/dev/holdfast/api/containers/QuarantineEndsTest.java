package dev.holdfast.api.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.containers.QuarantineDecisions;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities.Expired;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities.Started;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A quarantine whose time is over ends once, however often that is delivered. */
final class QuarantineEndsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  @BeforeAll
  static void register() {
    OWNER.post("/api/v1/servers", Fixtures.server("isolating-1"));
  }

  @Test
  void shouldStartTheReleaseOnceForEachAttempt() {
    QuarantineEnds ends = PLATFORM.part(QuarantineEnds.class);
    String quarantine = quarantine();

    Started first = ends.start(new Expired(quarantine, "isolating-1", "shop", 1));
    assertThat(first.error()).isNull();
    assertThat(ends.start(new Expired(quarantine, "isolating-1", "shop", 1))).isEqualTo(first);
    assertThat(ends.start(new Expired(quarantine, "isolating-1", "shop", 2))).isNotEqualTo(first);

    StoredOperation release =
        PLATFORM.part(Operations.class).find(String.valueOf(first.operation())).orElseThrow();
    assertThat(release.type()).isEqualTo("release");
    assertThat(release.selector()).isEqualTo("isolating-1");
    assertThat(release.input()).contains(quarantine, "\"shop\"");
    assertThat(ends.start(new Expired("op-none", "isolating-1", "shop", 1)).error())
        .contains("there is no operation op-none");
    assertThat(ends.start(new Expired(quarantine, "isolating-0", "shop", 1)).error())
        .contains("isolating-0");
  }

  @Test
  void shouldAskOnceAndShowWhichOperationAsks() {
    QuarantineEnds ends = PLATFORM.part(QuarantineEnds.class);
    String quarantine = quarantine();
    Expired over = new Expired(quarantine, "isolating-1", "shop", 1);

    Started asked = ends.ask(over);
    assertThat(asked.error()).isNull();
    assertThat(ends.ask(over)).isEqualTo(asked);

    StoredOperation question =
        PLATFORM.part(Operations.class).find(String.valueOf(asked.operation())).orElseThrow();
    assertThat(question.type()).isEqualTo("runbook");
    assertThat(question.selector()).isEqualTo("isolating-1");
    assertThat(question.summary())
        .isEqualTo("quarantine-expired container=shop quarantine=" + quarantine);
    assertThat(question.input())
        .contains("Release shop on isolating-1?", quarantine, "odd connections. Rejected, it");
    assertThat(
            new QuarantineDecisions(PLATFORM.part(Jdbi.class))
                .find(question.organisation(), quarantine, "isolating-1", question.initiator())
                .orElseThrow()
                .operation())
        .isEqualTo(asked.operation());
  }

  @Test
  void shouldTellOnceThatAContainerStaysIsolated() {
    QuarantineEnds ends = PLATFORM.part(QuarantineEnds.class);
    String quarantine = quarantine();
    Expired over = new Expired(quarantine, "isolating-1", "shop", 1);

    ends.tell(over, "it is to be decided by a person");
    ends.tell(over, "it is to be decided by a person");

    int told =
        PLATFORM
            .part(Jdbi.class)
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select count(*) from events where kind = 'quarantine.expired' and operation = :operation")
                    .bind("operation", quarantine)
                    .mapTo(Integer.class)
                    .one());
    assertThat(told).isEqualTo(1);
  }

  @Test
  void shouldRefuseAQuarantineWithoutAReasonOrForTooLong() {
    Answer silent = start(Map.of("container", "shop"));
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.body()).contains("reason");
    Answer endless =
        start(Map.of("container", "shop", "reason", "odd", "expireSeconds", 7_776_001));
    assertThat(endless.status()).isEqualTo(422);
    assertThat(endless.body()).contains("expireSeconds");
  }

  private static String quarantine() {
    Answer started = start(Map.of("container", "shop", "reason", "odd connections"));
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    return started.text("id");
  }

  private static Answer start(Map<String, ?> input) {
    return OWNER.post(
        "/api/v1/operations",
        Map.of("type", "quarantine", "selector", "isolating-1", "input", input));
  }
}
