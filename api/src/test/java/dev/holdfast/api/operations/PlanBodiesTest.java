package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Plan;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was approved under a hash is what is shown and applied under it from then on. */
final class PlanBodiesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String SERVER = "plan-body-1";

  private final Plans plans = new Plans(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class));
  private final String operation = start();

  private static String start() {
    OWNER.post("/api/v1/servers", Fixtures.server(SERVER));
    String id =
        OWNER.post("/api/v1/operations", Map.of("type", "lockdown", "selector", SERVER)).text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    return id;
  }

  @AfterEach
  void cancel() {
    OWNER.post("/api/v1/operations/" + operation + "/cancel", null);
  }

  @Test
  void shouldKeepTheBodyThatWasShownUnderItsHash() {
    Plan shown = plan("/etc/x").noting(List.of("as it was shown"));
    Plan later = plan("/etc/x").noting(List.of("as it was planned again"));
    assertThat(later.hash()).isEqualTo(shown.hash());

    plans.store(operation, shown);
    plans.store(operation, later);

    assertThat(plans.find(operation, SERVER, shown.hash())).contains(shown);
  }

  @Test
  void shouldKeepTheEarlierPlanBesideTheOneThatMoved() {
    Plan shown = plan("/etc/x");
    Plan moved = plan("/etc/y");

    plans.store(operation, shown);
    plans.store(operation, moved);

    assertThat(moved.hash()).isNotEqualTo(shown.hash());
    assertThat(plans.find(operation, SERVER, shown.hash())).contains(shown);
    assertThat(plans.find(operation, SERVER, moved.hash())).contains(moved);
  }

  private static Plan plan(String file) {
    Change change =
        new Change("file:" + file, Change.Action.REMOVE, "", "", Change.Risk.MEDIUM, null, null);
    return Plan.of(SERVER, List.of(new Plan.Group("g", "G", 0, List.of(change))), 0, List.of());
  }
}
