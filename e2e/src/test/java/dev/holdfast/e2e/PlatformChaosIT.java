package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.e2e.ChaosRun.Ended;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.temporal.TemporalConnection;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Operations of all kinds while the JVM of the API, workers, Temporal, PostgreSQL and Redis are
 * killed and servers are paused and killed: each ends, says truly how, and did nothing twice, as
 * counted on the servers past the product.
 *
 * <p>Where {@code -Dholdfast.chaos.operations=60} says how many, on {@code
 * -Dholdfast.chaos.servers=3} servers; {@code -Dholdfast.seed=…} for the same operations and
 * troubles again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "holdfast.chaos.operations", matches = "[1-9][0-9]*")
final class PlatformChaosIT {
  private static final int OPERATIONS = Integer.getInteger("holdfast.chaos.operations", 0);
  private static final int SERVERS = Integer.getInteger("holdfast.chaos.servers", 3);
  private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());

  private static final int CLIENTS = 12;

  /**
   * To the platform and to servers each, spread over the operations: with so many a minute a slow
   * machine would bring up what is killed again before it has done anything.
   */
  private static final int TROUBLES = Math.max(5, OPERATIONS / 20);

  private static final Duration GAP = Duration.ofSeconds(4);
  private static final String CONTENT = "copied\n";

  private EndToEnd all;
  private ChaosApi api;
  private String effects;
  private String stored;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    System.out.println("seed " + SEED);
    all = EndToEnd.up(EndToEnd.platform(directory), SERVERS);
    api = new ChaosApi(all.holdfast.home().root());
    String user = all.lab.list().getFirst().user();
    effects = "/home/" + user + "/effects";
    for (String server : all.names()) {
      all.on(server, "install -o %s -m 0666 /dev/null %s".formatted(user, effects));
    }
    stored = stored(directory);
    Path runbook =
        Files.writeString(
            directory.resolve("chaos.yaml"), ChaosOperation.RUNBOOK.replace("EFFECTS", effects));
    StandaloneProcess.succeeded(all.run("runbook", "add", runbook.toString()));
    all.replaceWorker();
  }

  @AfterAll
  void bringDown() throws Exception {
    api.close();
    all.close();
  }

  @Test
  void shouldEndTrulyAndDoNothingTwiceWhateverIsKilled() throws Exception {
    Set<String> before = ids();
    ChaosRun run = new ChaosRun(api, SEED);
    ChaosTroubles troubles =
        new ChaosTroubles(all, SEED, GAP, TROUBLES, () -> run.ends() * 100 / OPERATIONS);
    List<ChaosOperation> operations =
        ChaosOperation.some(SEED, OPERATIONS, all.names(), stored, effects);
    troubles.start();
    List<Ended> ended;
    try {
      ended = run.run(operations, CLIENTS);
    } finally {
      troubles.stop();
      tell(troubles);
    }
    awaitNothingUnderWay();

    Map<String, ChaosEffects> seen = new TreeMap<>();
    for (String server : all.names()) {
      seen.put(server, ChaosEffects.of(all, server, effects, stored));
    }
    ChaosVerdict verdict = new ChaosVerdict(troubles.caused(), seen, ended);
    List<String> problems = new ArrayList<>();
    for (Ended one : ended) {
      List<String> found = verdict.problems(one);
      if (!found.isEmpty()) {
        problems.add(told(one, found, troubles));
      }
    }
    System.out.println(
        "ended: "
            + ended.stream()
                .collect(
                    Collectors.groupingBy(
                        one -> one.operation().kind() + " " + one.document().path("state").asText(),
                        TreeMap::new,
                        Collectors.counting()))
            + ", requests without an answer: "
            + api.lost());
    assertThat(problems).as("seed " + SEED).isEmpty();
    assertThat(seen)
        .allSatisfy((server, of) -> assertThat(of.left()).as("left on " + server).isEmpty());
    startedOnce(before, ended);
  }

  /** Every operation that there is was asked for, once. */
  private void startedOnce(Set<String> before, List<Ended> ended) throws InterruptedException {
    Set<String> known = new HashSet<>(before);
    for (Ended one : ended) {
      known.add(one.id());
      if (one.undo() != null) {
        known.add(one.undo().path("id").asText());
      }
      one.document().path("steps").forEach(step -> known.add(step.path("operation").asText()));
    }
    // A set-up that failed is undone by one that the platform starts itself.
    List<String> others =
        api.operations().stream()
            .filter(operation -> !known.contains(operation.path("id").asText()))
            .filter(operation -> !operation.path("type").asText().equals("undo"))
            .map(JsonNode::toPrettyString)
            .toList();
    assertThat(others).as("started though nobody has asked for it").isEmpty();
    assertThat(ended.stream().map(Ended::id)).doesNotHaveDuplicates();
  }

  private Set<String> ids() throws InterruptedException {
    return api.operations().stream()
        .map(operation -> operation.path("id").asText())
        .collect(Collectors.toSet());
  }

  /** No lease is held, no operation runs, in Temporal as in the database. */
  private void awaitNothingUnderWay() throws Exception {
    try (TemporalConnection temporal =
        new TemporalConnection(PlatformConfig.read(all.holdfast.home().root()))) {
      EndToEnd.await("nothing is under way: " + open(temporal), () -> open(temporal).isEmpty());
    }
  }

  private List<String> open(TemporalConnection temporal) {
    try {
      return temporal
          .service()
          .blockingStub()
          .listWorkflowExecutions(
              ListWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(temporal.client().getOptions().getNamespace())
                  .setQuery("ExecutionStatus = 'Running'")
                  .build())
          .getExecutionsList()
          .stream()
          .map(execution -> execution.getExecution().getWorkflowId())
          .filter(id -> id.startsWith("op-") || id.startsWith("server/"))
          .toList();
    } catch (StatusRuntimeException e) {
      return List.of(e.toString()); // It was killed just now.
    }
  }

  private String told(Ended one, List<String> problems, ChaosTroubles troubles)
      throws InterruptedException {
    return "%s\n%s %s\ntroubles meanwhile: %s\n%s\nsteps: %s"
        .formatted(
            String.join("\n", problems),
            one.id(),
            one.operation(),
            troubles.caused().stream()
                .filter(trouble -> trouble.hit(one.began(), one.ended()))
                .map(trouble -> "\n  " + trouble)
                .collect(Collectors.joining()),
            one.document().toPrettyString(),
            api.get("/operations/" + one.id() + "/steps").toPrettyString());
  }

  private static void tell(ChaosTroubles troubles) {
    troubles.caused().forEach(trouble -> System.out.println(trouble));
  }

  /** Brings the content into the platform's store, where the copies find it. */
  private String stored(Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("content"), CONTENT);
    StandaloneProcess.succeeded(
        all.run("copy", all.names().getFirst(), file.toString(), "/var/tmp/first"));
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(CONTENT.getBytes(StandardCharsets.UTF_8)));
  }
}
