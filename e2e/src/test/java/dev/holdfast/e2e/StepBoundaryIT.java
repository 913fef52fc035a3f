package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.e2e.ChaosOperation.Kind;
import dev.holdfast.e2e.ChaosRun.Ended;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.standalone.home.HomeJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker dies at a boundary of an activity: before it starts, or when it has ended and nobody has
 * been told. Whichever boundary it is, the operation asks for the same steps as without, and has
 * the same result.
 *
 * <p>{@code -Dholdfast.boundaries=all} for each boundary of each path of the engine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StepBoundaryIT {
  /** The same boundaries in every run; others where somebody asks for them. */
  private static final long SEED = Long.getLong("holdfast.seed", 62_775_193_215_152L);

  private static final String SERVER = "lab-1";
  private static final int KILLS = 2;

  /** By then all of them are under way, and none has ended. */
  private static final int FIRST = 4;

  private static final int LATER = 16;

  private EndToEnd all;
  private ChaosApi api;
  private ChaosRun run;
  private TemporalConnection temporal;
  private String effects;
  private int number;
  private final Map<Way, Map<String, List<String>>> usual = new EnumMap<>(Way.class);

  /** The ways through the engine. */
  enum Way {
    PLAN(Kind.SET_UP),
    NO_PLAN(Kind.COMMAND),
    RUNBOOK(Kind.RUNBOOK),
    SUBJECT(null);

    private final @Nullable Kind kind;

    Way(@Nullable Kind kind) {
      this.kind = kind;
    }
  }

  /**
   * @param operation that has effects on the server; null for an incident
   */
  private record Started(Way way, String id, @Nullable ChaosOperation operation) {}

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    System.out.println("seed " + SEED);
    all = EndToEnd.up(directory, 1);
    api = new ChaosApi(all.holdfast.home().root());
    run = new ChaosRun(api, SEED);
    temporal = new TemporalConnection(PlatformConfig.read(all.holdfast.home().root()));
    String user = all.lab.list().getFirst().user();
    effects = "/home/" + user + "/effects";
    all.on(SERVER, "install -o %s -m 0666 /dev/null %s".formatted(user, effects));
    Path runbook =
        Files.writeString(
            directory.resolve("chaos.yaml"), ChaosOperation.RUNBOOK.replace("EFFECTS", effects));
    StandaloneProcess.succeeded(all.run("runbook", "add", runbook.toString()));
    Process worker = all.startWorker();
    for (Way way : Way.values()) {
      Started started = start(way);
      ended(started);
      usual.put(way, commands(started));
    }
    EndToEnd.kill(worker);
  }

  @AfterAll
  void bringDown() throws Exception {
    temporal.close();
    api.close();
    all.close();
  }

  @Test
  void shouldTakeTheSameStepsWhenWorkersDieBetweenThem() throws Exception {
    Random random = new Random(SEED);
    List<Started> started = List.of(start(Way.PLAN), start(Way.NO_PLAN), start(Way.RUNBOOK));
    for (int kill = 0; kill < KILLS; kill++) {
      int boundary = FIRST + random.nextInt(LATER);
      Process dying = all.launch(StepBoundaries.into(all.holdfast.builder("worker"), boundary));
      // What it does not reach any more is done.
      EndToEnd.await(
          "a worker dies at boundary " + boundary,
          () -> !dying.isAlive() || started.stream().allMatch(this::hasEnded));
      assertThat(died(dying) || kill > 0).as("the first one dies").isTrue();
    }
    Process worker = all.startWorker();
    for (Started one : started) {
      verify(one, "seed " + SEED);
    }
    EndToEnd.kill(worker);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @EnabledIfSystemProperty(named = "holdfast.boundaries", matches = "all")
  void shouldTakeTheSameStepsWhicheverBoundaryTheWorkerDiesAt(Way way) throws Exception {
    for (int boundary = 1; ; boundary++) {
      Process dying = all.launch(StepBoundaries.into(all.holdfast.builder("worker"), boundary));
      Started started = start(way);
      EndToEnd.await(
          "a worker dies at boundary " + boundary, () -> !dying.isAlive() || hasEnded(started));
      if (died(dying)) {
        Process worker = all.startWorker();
        verify(started, way + ", boundary " + boundary);
        EndToEnd.kill(worker);
      } else {
        verify(started, way + ", none of its " + (boundary - 1) + " boundaries");
        System.out.println(way + ": " + (boundary - 1) + " boundaries");
        assertThat(boundary).as("boundaries of " + way).isGreaterThan(FIRST);
        return;
      }
    }
  }

  /** Whether it died at its boundary; one that did not get there is killed now. */
  private static boolean died(Process dying) throws Exception {
    if (dying.isAlive()) {
      EndToEnd.kill(dying);
      return false;
    }
    assertThat(dying.exitValue()).isEqualTo(StepBoundaries.EXIT_CODE);
    return true;
  }

  private void verify(Started started, String where) throws Exception {
    JsonNode document = ended(started);
    assertThat(document.path("state").asText())
        .as(where + "\n" + document.toPrettyString())
        .isEqualTo("succeeded");
    assertThat(commands(started)).as(where).isEqualTo(usual.get(started.way()));
    ChaosOperation operation = started.operation();
    if (operation != null) {
      ChaosVerdict verdict =
          new ChaosVerdict(
              List.of(), Map.of(SERVER, ChaosEffects.of(all, SERVER, effects, "none")), List.of());
      assertThat(verdict.problems(new Ended(operation, started.id(), document, null, List.of())))
          .as(where + "\n" + document.toPrettyString())
          .isEmpty();
    }
    for (String operated : operations(started.id(), document)) {
      assertThat(all.starts(operated))
          .allSatisfy((entry, count) -> assertThat(count).as(where + " " + entry).isOne());
    }
  }

  private Started start(Way way) throws Exception {
    number++;
    Kind kind = way.kind;
    if (kind == null) {
      return new Started(way, incident("s" + number), null);
    }
    ChaosOperation operation = ChaosOperation.one(number, kind, List.of(SERVER), "none", effects);
    String id =
        api.post("/operations", operation.request(), "boundary-" + number, null)
            .body()
            .path("id")
            .asText();
    assertThat(id).isNotEmpty();
    return new Started(way, id, operation);
  }

  /** Opens one, and closes it as soon as a worker is there. */
  private String incident(String subject) throws Exception {
    ObjectNode request = HomeJson.MAPPER.createObjectNode();
    request.put("kind", "boundary").put("subject", subject).put("title", "A boundary");
    String id = api.post("/incidents", request, subject, null).body().path("id").asText();
    ObjectNode reason = HomeJson.MAPPER.createObjectNode().put("reason", "done");
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = api.post("/incidents/" + id + "/close", reason, subject + "-close", null);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return id;
  }

  private boolean hasEnded(Started started) {
    try {
      return api.get("/operations/" + started.id()).hasNonNull("endedAt");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode ended(Started started) throws InterruptedException {
    return run.ended(started.id());
  }

  /** Also those of the operations that a runbook has started, by their steps. */
  private Map<String, List<String>> commands(Started started) throws Exception {
    JsonNode document = ended(started);
    Map<String, List<String>> commands =
        new TreeMap<>(CommandsOf.operation(temporal.client(), started.id()));
    for (JsonNode step : document.path("steps")) {
      CommandsOf.operation(temporal.client(), step.path("operation").asText())
          .forEach(
              (workflow, made) -> commands.put(step.path("step").asText() + " " + workflow, made));
    }
    return commands;
  }

  private static Set<String> operations(String id, JsonNode document) {
    Set<String> all = new TreeSet<>(Set.of(id));
    document.path("steps").forEach(step -> all.add(step.path("operation").asText()));
    return all;
  }
}
