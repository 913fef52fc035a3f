package dev.holdfast.api.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Compared;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Comparison;
import dev.holdfast.schemas.runbook.RunbookActivities.Review;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStart;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStarted;
import dev.holdfast.schemas.runbook.RunbookStep.Pace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is approved of a runbook before it starts, and what of its steps that covers. */
final class ReviewedPlansTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Http BOB = PLATFORM.user("review-bob", "approver", "all");
  private static final Http CAROL = PLATFORM.user("review-carol", "approver", "all");
  private static final RunbookStarts STARTS = PLATFORM.part(RunbookStarts.class);
  private static final ReviewedPlans REVIEWED = PLATFORM.part(ReviewedPlans.class);
  private static final Operations OPERATIONS = PLATFORM.part(Operations.class);
  private static final Map<String, Object> INPUT =
      Map.of("groups", List.of(Map.of("name", "reviewed")));
  private static final AtomicInteger SERVERS = new AtomicInteger();

  private final String server = "reviewed-" + SERVERS.incrementAndGet();
  private final String rule = "rule-of-" + server;
  private final String runbook;

  ReviewedPlansTest() {
    OWNER.post("/api/v1/servers", Fixtures.server(server));
    String text =
        """
        name: reviewed
        steps:
          - {id: a, operation: server-setup, input: {groups: [{name: reviewed}]}}
          - {id: b, operation: server-setup, input: {groups: [{name: reviewed}]}}
        """;
    OWNER.send("PUT", "/api/v1/runbooks", Map.of("text", text), Map.of());
    runbook =
        OWNER.post("/api/v1/operations", Map.of("type", "reviewed", "selector", server)).text("id");
  }

  /** Rules are about the whole organisation. */
  @AfterEach
  void removeRule() {
    OWNER.delete("/api/v1/approvals/rules/" + rule);
  }

  @Test
  void shouldPlanARunbookByADryRunOfItThatIsNoneOfItsSteps() {
    StepStarted first = STARTS.plan(runbook);
    StepStarted delivered = STARTS.plan(runbook);
    String shell =
        OWNER
            .post(
                "/api/v1/operations",
                Map.of(
                    "type",
                    "runbook",
                    "selector",
                    server,
                    "input",
                    Map.of(
                        "definition",
                        Map.of(
                            "name",
                            "x",
                            "steps",
                            List.of(
                                Map.of(
                                    "id",
                                    "x",
                                    "operation",
                                    "exec",
                                    "input",
                                    Map.of("shell", "id")))))))
            .text("id");

    assertThat(delivered).isEqualTo(first);
    StoredOperation dryRun = operation(first);
    assertThat(dryRun.dryRun()).isTrue();
    assertThat(dryRun.type()).isEqualTo("runbook");
    assertThat(OWNER.get("/api/v1/operations/" + runbook).json().has("steps")).isFalse();
    assertThat(OWNER.get("/api/v1/operations/" + dryRun.id()).text("runbook")).isEqualTo(runbook);
    assertThat(STARTS.plan(shell).skipped()).isEqualTo("none of its steps makes a plan");
  }

  @Test
  void shouldNameInputsServersAndPlansAndShowThem() {
    Plan plan = plan("group:reviewed", "one");
    planned("a", plan);

    Review review = STARTS.review(runbook);

    assertThat(review.changes()).isEqualTo(1);
    assertThat(review.hash()).matches("sha256:[0-9a-f]{64}");
    assertThat(STARTS.review(runbook)).as("delivered again").isEqualTo(review);
    JsonNode shown = OWNER.get("/api/v1/operations/" + runbook + "/plan").json();
    assertThat(shown.at("/steps/0/step").asString()).isEqualTo("a");
    assertThat(shown.at("/steps/0/plans").asBoolean()).isTrue();
    assertThat(shown.at("/steps/0/servers/0/hash").asString()).isEqualTo(plan.hash());
  }

  @Test
  void shouldTakeAPlanThatWasApprovedAndAskForAnother() {
    Plan approved = plan("group:reviewed", "one");
    planned("a", approved);
    String same = started("a", false, approved);
    Comparison taken = compare(same);
    Comparison other = compare(started("b", false, approved));

    planOf(same, plan("group:reviewed", "two"), "queued");
    Comparison moved = compare(same);

    assertThat(taken).isEqualTo(Comparison.APPROVED);
    assertThat(other.why()).contains("could not be planned before");
    assertThat(moved.approved()).isFalse();
    assertThat(moved.why()).startsWith(server + ": its plan is another one");
    assertThat(compare(runbook).approved()).isFalse();
  }

  @Test
  void shouldTakeWhatFollowsOnlyFromItsOwnChanges() {
    planned("a", plan("group:reviewed", "one"));
    planned("b", plan("group:reviewed", "two", "group:foreign", "same"));
    String first = started("a", true, plan("group:reviewed", "one"));
    Plan now = plan("group:reviewed", "after the first", "group:foreign", "same");
    String second = started("b", true, now);

    Comparison before = compare(second);
    changed(first, "group:reviewed");
    Comparison own = compare(second);
    String unasked = started("b", 2, false, now);
    Comparison strict = compare(unasked);
    planOf(second, plan("group:reviewed", "after the first", "group:foreign", "other"), "queued");
    Comparison foreign = compare(second);

    assertThat(before.why()).contains("not because of this runbook: group:reviewed");
    assertThat(own).isEqualTo(Comparison.APPROVED);
    assertThat(strict.why()).as("nobody has approved what follows").contains("is another one");
    assertThat(foreign.why()).endsWith("not because of this runbook: group:foreign");
  }

  @Test
  void shouldCompareOneServerWhosePlanHasChangedUnderItsLease() {
    Plan approved = plan("group:reviewed", "one");
    Plan moved = plan("group:reviewed", "two");
    planned("a", approved);
    String step = started("a", false, approved);
    new Plans(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class)).store(step, moved);

    assertThat(REVIEWED.compare(new Compared(step, server, moved.hash())).approved()).isFalse();
    assertThat(REVIEWED.compare(new Compared(step, server, approved.hash())).approved()).isTrue();
  }

  @Test
  void shouldHoldARunbookToTheRulesAboutItsStepsAndNotTakeOneThatWasNotAsked() {
    set(Map.of("approvals", 2, "operations", List.of("server-setup")));
    Plan approved = plan("group:reviewed", "one");
    planned("a", approved);
    planned("b", approved);
    Review review = STARTS.review(runbook);
    waits(review.hash());

    Answer first = approve(BOB, review.hash(), true);
    JsonNode pending = OWNER.get("/api/v1/approvals").json();
    Answer _ = approve(CAROL, review.hash(), false);
    String step = started("a", false, approved, List.of(rule), review.hash());
    String unasked = started("b", false, approved, List.of(), review.hash());
    String both = started("a", 2, true, approved, List.of(rule), review.hash());
    Answer following =
        OWNER.post(
            "/api/v1/approvals/" + step + "/approve",
            Map.of("planHash", approved.hash(), "following", true));

    assertThat(first.status()).as(first.body()).isEqualTo(202);
    assertThat(first.json().at("/needs/0/rule").asString()).isEqualTo(rule);
    assertThat(pending.path("items"))
        .filteredOn(waiting -> waiting.path("id").asString().equals(runbook))
        .singleElement()
        .satisfies(waiting -> assertThat(waiting.path("changes").asInt()).isEqualTo(2));
    assertThat(following.status()).isEqualTo(422);
    assertThat(compare(step)).isEqualTo(Comparison.APPROVED);
    assertThat(compare(unasked).why()).contains("does not meet the approval rule '" + rule + "'");
    assertThat(compare(both).why()).as("only one has approved what follows").contains(rule);
    lost("review-carol");
    assertThat(compare(step).why()).contains("does not meet the approval rule '" + rule + "'");
  }

  @Test
  void shouldLeaveOutOfThePlanOfAnUndoWhatIsUndoneBefore() {
    String dryRun = Objects.requireNonNull(STARTS.plan(runbook).child());
    String one = started("a", false, plan("group:reviewed", "one"));
    String two = started("b", false, plan("group:reviewed", "one"));
    Stream.of(one, two).forEach(ReviewedPlansTest::end);

    StepStarted last = start(dryRun, "undo-1", 1, "undo", Map.of("operation", two), planning());
    StepStarted first = start(dryRun, "undo-2", 1, "undo", Map.of("operation", one), planning());

    assertThat(last.error()).isNull();
    assertThat(operation(last).input()).contains("\"after\":[]");
    assertThat(operation(first).input()).contains("\"after\":[\"" + two + "\"]");
  }

  private Reviewed planning() {
    return Reviewed.planning(runbook);
  }

  private void set(Map<String, Object> content) {
    assertThat(OWNER.send("PUT", "/api/v1/approvals/rules/" + rule, content, Map.of()).status())
        .isEqualTo(201);
  }

  private Answer approve(Http who, String hash, boolean following) {
    return who.post(
        "/api/v1/approvals/" + runbook + "/approve",
        Map.of("planHash", hash, "following", following));
  }

  private Comparison compare(String step) {
    return REVIEWED.compare(Compared.all(step));
  }

  /** The dry run of a step before the runbook starts, which has made this plan. */
  private void planned(String key, Plan plan) {
    String dryRun = Objects.requireNonNull(STARTS.plan(runbook).child());
    StepStarted step = start(dryRun, key, 1, "server-setup", INPUT, planning());
    planOf(Objects.requireNonNull(step.child()), plan, "succeeded");
  }

  private String started(String key, boolean following, Plan plan) {
    return started(key, 1, following, plan);
  }

  private String started(String key, int attempt, boolean following, Plan plan) {
    return started(key, attempt, following, plan, List.of(), "sha256:x");
  }

  private String started(
      String key, boolean following, Plan plan, List<String> rules, String hash) {
    return started(key, 1, following, plan, rules, hash);
  }

  private String started(
      String key, int attempt, boolean following, Plan plan, List<String> rules, String hash) {
    StepStarted step =
        start(
            runbook,
            key,
            attempt,
            "server-setup",
            INPUT,
            new Reviewed(runbook, hash, following, rules));
    String id = Objects.requireNonNull(step.child(), String.valueOf(step.error()));
    planOf(id, plan, "queued");
    return id;
  }

  private StepStarted start(
      String of,
      String key,
      int attempt,
      String type,
      Map<String, Object> input,
      @Nullable Reviewed reviewed) {
    return STARTS.start(
        new StepStart(
            of,
            key,
            attempt,
            null,
            null,
            type,
            null,
            input,
            new Pace(null, null, null),
            false,
            null,
            reviewed));
  }

  private static StoredOperation operation(StepStarted step) {
    return OPERATIONS.find(Objects.requireNonNull(step.child())).orElseThrow();
  }

  /** One change for each pair of an id and what is to become of it. */
  private Plan plan(String... changes) {
    List<Change> made =
        Stream.iterate(0, i -> i < changes.length, i -> i + 2)
            .map(i ->
                new Change(
                    changes[i],
                    Change.Action.CREATE,
                    changes[i + 1],
                    "",
                    Change.Risk.LOW,
                    null,
                    new Resource.Group(changes[i], null, false)))
            .toList();
    return Plan.of(server, List.of(new Plan.Group("all", "All", 0, made)), 0, List.of());
  }

  private void planOf(String operation, Plan plan, String state) {
    new Plans(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class)).store(operation, plan);
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update operation_servers set plan_hash = ?, changes = ?, state = ? where operation = ?",
                plan.hash(),
                plan.groups().getFirst().changes().size(),
                state,
                operation));
  }

  private void waits(String hash) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update operations set state = 'awaiting-approval', plan_hash = ? where id = ?",
                hash,
                runbook));
  }

  private void lost(String who) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "delete from approvals where operation = ? and decided_by = ?", runbook, who));
  }

  private static void end(String operation) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update operations set state = 'succeeded', ended_at = now() where id = ?",
                operation));
  }

  private void changed(String operation, String change) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                """
                insert into changes (operation, server, change_id, body, resource, state)
                values (?, ?, ?, '{}', 'x', 'applied')
                """,
                operation,
                server,
                change));
  }
}
