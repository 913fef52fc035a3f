package dev.holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.standalone.home.HomeJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs operations to their ends by several clients at once, while something else kills. */
final class ChaosRun {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofMillis(400);

  /**
   * One answer of so many is not waited for, and one request of so many is repeated for nothing.
   */
  private static final int LOST = 4;

  private static final int LONGEST_LOST_MILLIS = 60;

  private final ChaosApi api;
  private final long seed;
  private final String prefix;
  private final AtomicInteger ends = new AtomicInteger();

  ChaosRun(ChaosApi api, long seed) {
    this.api = api;
    this.seed = seed;
    this.prefix = "chaos-" + Long.toHexString(seed) + "-";
  }

  /**
   * An operation that has reached its final state.
   *
   * @param document as the API shows it
   * @param undo the operation that undid it; null where there is none
   * @param problems of requests, for people
   */
  record Ended(
      ChaosOperation operation,
      String id,
      JsonNode document,
      @Nullable JsonNode undo,
      List<String> problems) {

    Instant began() {
      return Instant.parse(document.path("createdAt").asText());
    }

    Instant ended() {
      return Instant.parse((undo == null ? document : undo).path("endedAt").asText());
    }

    /** The state of a server in it. */
    String state(String server) {
      return state(document, server);
    }

    /** What went wrong on a server; empty where nothing did. */
    String error(String server) {
      return on(document, server).path("error").asText();
    }

    static String state(JsonNode document, String server) {
      return on(document, server).path("state").asText();
    }

    private static JsonNode on(JsonNode document, String server) {
      for (JsonNode one : document.path("servers")) {
        if (one.path("name").asText().equals(server)) {
          return one;
        }
      }
      return MissingNode.getInstance();
    }
  }

  List<Ended> run(List<ChaosOperation> operations, int clients) throws Exception {
    List<Callable<Ended>> work = new ArrayList<>();
    operations.forEach(operation -> work.add(() -> run(operation)));
    List<Ended> ended = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      for (Future<Ended> one : threads.invokeAll(work)) {
        ended.add(one.get());
      }
    }
    return ended;
  }

  /** How many have ended. */
  int ends() {
    return ends.get();
  }

  private Ended run(ChaosOperation operation) throws InterruptedException {
    Random random = new Random(seed + operation.number());
    List<String> problems = new ArrayList<>();
    String id = start(operation.request(), prefix + operation.number(), random, problems);
    JsonNode document = ended(id);
    JsonNode undo = null;
    if (operation.kind() == ChaosOperation.Kind.SET_UP_AND_UNDO
        && document.path("state").asText().equals("succeeded")) {
      String undone =
          start(undoing(id, operation), prefix + operation.number() + "-undo", random, problems);
      undo = ended(undone);
    }
    ends.incrementAndGet();
    return new Ended(operation, id, document, undo, problems);
  }

  private static ObjectNode undoing(String id, ChaosOperation operation) {
    ObjectNode request = HomeJson.MAPPER.createObjectNode();
    request
        .put("type", "undo")
        .put("selector", String.join(",", operation.servers()))
        .put("approve", true)
        .putObject("input")
        .put("operation", id);
    return request;
  }

  /** Starts it once, however often it is asked for. */
  private String start(JsonNode request, String key, Random random, List<String> problems)
      throws InterruptedException {
    Duration first =
        random.nextInt(LOST) == 0
            ? Duration.ofMillis(1 + random.nextInt(LONGEST_LOST_MILLIS))
            : null;
    ChaosApi.Answer answer = api.post("/operations", request, key, first);
    if (answer.status() != 202) {
      throw new AssertionError("%s was refused: %s".formatted(request, answer));
    }
    String id = answer.body().path("id").asText();
    if (random.nextInt(LOST) == 0) {
      ChaosApi.Answer again = api.post("/operations", request, key, null);
      if (!again.body().path("id").asText().equals(id)) {
        problems.add("its key has started %s, too: %s".formatted(id, again));
      }
    }
    return id;
  }

  /** Waits until an operation has ended, approves what waits for that, and returns it. */
  JsonNode ended(String id) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    JsonNode now = api.get("/operations/" + id);
    while (!now.hasNonNull("endedAt")) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "%s has not ended within %s: %s\nwaits for: %s"
                .formatted(
                    id, PATIENCE, now.toPrettyString(), api.get("/operations/" + id + "/explain")));
      }
      if (waits(now)) {
        approve(id);
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      now = api.get("/operations/" + id);
    }
    return now;
  }

  private static boolean waits(JsonNode operation) {
    String waiting = OperationState.AWAITING_APPROVAL.word();
    return operation.path("state").asText().equals(waiting)
        || operation.path("servers").findValuesAsText("state").contains(waiting);
  }

  /** Approves exactly the plans that are shown; one that has gone meanwhile is looked at again. */
  private void approve(String id) throws InterruptedException {
    for (JsonNode plan : api.get("/approvals").path("items")) {
      if (plan.path("id").asText().equals(id)) {
        ObjectNode decision = HomeJson.MAPPER.createObjectNode();
        decision.set("planHash", plan.path("planHash"));
        if (plan.hasNonNull("server")) {
          decision.set("server", plan.path("server"));
        }
        var _ = api.post("/approvals/" + id + "/approve", decision, "approve-" + id, null);
      }
    }
  }
}
