package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.standalone.home.HomeJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What killed and stopped workers leave behind: operations that go on, and nothing twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledWorkerIT {
  private static final int KILLS = Integer.getInteger("holdfast.kills", 4);
  private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());

  private static final List<ChaosOperation.Kind> RESTARTED =
      List.of(
          ChaosOperation.Kind.COMMAND,
          ChaosOperation.Kind.READ,
          ChaosOperation.Kind.SET_UP,
          ChaosOperation.Kind.COMMAND,
          ChaosOperation.Kind.LOCKDOWN_PLAN);

  private static final int UNDER_WAY = 20;
  private static final int CLIENTS = 5;
  private static final int RESTARTS = 2;

  private EndToEnd all;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    all = EndToEnd.up(directory, 2);
  }

  @AfterAll
  void bringDown() throws Exception {
    all.close();
  }

  @Test
  void shouldFinishAndDoNothingTwiceWhereverTheWorkerIsKilled() throws Exception {
    Random random = new Random(SEED);
    System.out.println("seed " + SEED);
    List<Long> millis = new ArrayList<>();
    Process worker = all.startWorker();
    for (int kill = 0; kill < KILLS; kill++) {
      boolean lockdown = kill % 2 == 0;
      if (lockdown) {
        all.bareSshd();
      }
      String id =
          lockdown
              ? all.start("lockdown", "{}", "lab=true")
              : all.start("server-setup", user("u" + kill), "lab=true");
      TimeUnit.MILLISECONDS.sleep(random.nextInt(2500));
      EndToEnd.kill(worker);
      long killed = System.nanoTime();
      worker = all.startWorker();
      JsonNode ended = all.ended(id);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));

      assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("succeeded");
      Map<String, Integer> starts = all.starts(id);
      assertThat(starts).hasSizeGreaterThanOrEqualTo(all.names().size());
      assertThat(starts).allSatisfy((entry, count) -> assertThat(count).as(entry).isOne());
    }
    System.out.println("from kill to end, ms: " + millis.stream().sorted().toList());
    EndToEnd.kill(worker);
  }

  @Test
  void shouldChangeNothingMoreWhenAWorkerWakesUpAfterItsLeaseHasMoved() throws Exception {
    all.bareSshd();
    Process sleeper = all.startWorker();
    String id = all.start("lockdown", "{}", "lab-1");
    EndToEnd.await("a change is under way", () -> !all.starts(id).isEmpty());
    EndToEnd.signal(sleeper, "STOP");
    Process awake = all.startWorker();
    assertThat(all.ended(id).path("state").asText()).isEqualTo("succeeded");
    Map<String, String> before = state();

    EndToEnd.signal(sleeper, "CONT");
    EndToEnd.signal(sleeper, "TERM"); // it finishes what it thinks it has to do, and ends
    assertThat(sleeper.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(state()).isEqualTo(before);
    assertThat(all.starts(id)).allSatisfy((entry, count) -> assertThat(count).as(entry).isOne());
    EndToEnd.kill(awake);
  }

  @Test
  void shouldLoseAndRepeatNothingWhenWorkersAreRestartedOneAfterTheOther() throws Exception {
    Path effects = Path.of("/home", all.lab.list().getFirst().user(), "effects");
    for (String server : all.names()) {
      all.on(server, "install -m 0666 /dev/null " + effects);
    }
    List<ChaosOperation> operations = new ArrayList<>();
    for (int number = 0; number < UNDER_WAY; number++) {
      ChaosOperation.Kind kind = RESTARTED.get(number % RESTARTED.size());
      operations.add(
          ChaosOperation.one(1000 + number, kind, all.names(), "none", effects.toString()));
    }
    Process worker = all.startWorker();
    List<ChaosRun.Ended> ended;
    try (ChaosApi api = new ChaosApi(all.holdfast.home().root());
        ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<ChaosRun.Ended>> under =
          beside.submit(() -> new ChaosRun(api, SEED).run(operations, CLIENTS));
      // As a new release is rolled out: the next one is there before the last one is stopped.
      for (int restart = 0; restart < RESTARTS; restart++) {
        Process next = all.startWorker();
        EndToEnd.signal(worker, "TERM");
        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).as("it hands over and ends").isTrue();
        worker = next;
      }
      ended = under.get();
      for (ChaosRun.Ended one : ended) {
        assertThat(ends(api, one.id())).as("what is told of " + one.id()).hasSize(1);
      }
    }
    Map<String, ChaosEffects> seen = new HashMap<>();
    for (String server : all.names()) {
      seen.put(server, ChaosEffects.of(all, server, effects.toString(), "none"));
    }
    ChaosVerdict verdict = new ChaosVerdict(List.of(), seen, ended);
    List<String> problems = new ArrayList<>();
    for (ChaosRun.Ended one : ended) {
      for (String problem : verdict.problems(one)) {
        problems.add("%s: %s\n%s".formatted(one.operation(), problem, one.document()));
      }
    }
    assertThat(problems).isEmpty();
    EndToEnd.kill(worker);
  }

  /** The events that tell of an operation's end. */
  private static List<String> ends(ChaosApi api, String id) throws InterruptedException {
    return api
        .get("/events?limit=1000&operation=" + id)
        .path("items")
        .findValuesAsText("kind")
        .stream()
        .filter(kind -> kind.matches("operation\\.(succeeded|failed|cancelled|undone)"))
        .toList();
  }

  @Test
  void shouldProveToItsOwnerThatItRecoversFromACrash() throws Exception {
    Process other = all.startWorker();

    StandaloneProcess.Result tested = all.run("selftest", "crash", "lab-2", "-o", "json");

    StandaloneProcess.succeeded(tested);
    JsonNode report = HomeJson.MAPPER.readTree(tested.standardOutput());
    assertThat(report.path("passed").asBoolean()).as(report.toPrettyString()).isTrue();
    assertThat(report.path("starts").asInt()).isOne();
    assertThat(report.path("continuedBy").asText()).startsWith(other.pid() + "@");
    assertThat(all.starts(report.path("operation").asText()).values()).containsExactly(1);
    EndToEnd.kill(other);
  }

  /** Everything that a change could have touched on the servers. */
  private Map<String, String> state() {
    Map<String, String> state = new HashMap<>();
    for (String name : all.names()) {
      state.put(
          name,
          all.on(
              name,
              "cd / && find etc/ssh var/lib/holdfast -type f ! -name lock ! -name '*.lock' | sort |"
                  + " xargs sha256sum"));
    }
    return state;
  }

  private static String user(String name) {
    return """
    {"groups": [{"name": "g%s"}], "users": [{"name": "%s", "groups": ["g%s"]}],
     "directories": [{"path": "/srv/%s", "owner": "%s"}]}
    """
        .formatted(name, name, name, name, name);
  }
}
