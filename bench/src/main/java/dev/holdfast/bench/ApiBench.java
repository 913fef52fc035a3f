package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationIds;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests at a fixed rate, by turns of a list of operations and of an endpoint that does nothing.
 */
final class ApiBench {
  static final String LIST = "operations";
  static final String BARE = "bare";

  /** A list that people look at all day, and one that only says who asks: the same filters. */
  private static final Map<String, String> PATHS = paths();

  private static final String READER = "bench-reader";
  private static final String SERVER = "bench-1";
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int AT_ONCE = 4;
  private static final int UNLIMITED = 1_000_000;

  private final MeasuredPlatform platform;
  private final Consumer<String> progress;

  ApiBench(MeasuredPlatform platform, Consumer<String> progress) {
    this.platform = platform;
    this.progress = progress;
  }

  private static Map<String, String> paths() {
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put(BARE, "/me");
    paths.put(LIST, "/operations?limit=20");
    return paths;
  }

  /** The times of each round, by what was asked. */
  record Rounds(Map<String, List<Samples>> samples, int failed) {}

  Rounds run(int operations, int perSecond, Duration time, int rounds) throws Exception {
    progress.accept("Storing " + operations + " operations …");
    store(operations);
    String token = reader();
    Map<String, List<Samples>> samples = new LinkedHashMap<>();
    int failed = 0;
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build()) {
      OpenLoop loop = new OpenLoop(http, perSecond);
      for (String path : PATHS.values()) {
        var _ = loop.run(request(path, token), WARM_UP);
      }
      for (int round = 1; round <= rounds; round++) {
        progress.accept("Round " + round + " of " + rounds + " …");
        for (Map.Entry<String, String> asked : PATHS.entrySet()) {
          OpenLoop.Outcome outcome = loop.run(request(asked.getValue(), token), time);
          samples.computeIfAbsent(asked.getKey(), _ -> new ArrayList<>()).add(outcome.took());
          failed += outcome.failed();
        }
      }
    }
    return new Rounds(samples, failed);
  }

  private HttpRequest request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(platform.config().api().url() + "/api/v1" + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json")
        .build();
  }

  /** A token of a user who sees operations, for the owner's is not limited; its limit is far. */
  private String reader() {
    ApiClient api = platform.api();
    var _ = api.patch("/settings/api.requests", Json.object().put("value", UNLIMITED));
    var _ = api.post("/users", Json.object().put("name", READER));
    var _ = api.post("/grants", Json.object().put("user", READER).put("role", "viewer"));
    ObjectNode wanted = Json.object().put("user", READER).put("name", "bench");
    wanted.put("expiresIn", "PT24H");
    wanted.putArray("permissions").add("operations:read");
    return Json.text(api.post("/tokens", wanted), "token");
  }

  private void store(int count) throws Exception {
    Operations operations = new Operations(platform.pool().jdbi(), platform.atRest());
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int part = 0; part < AT_ONCE; part++) {
        int share = count / AT_ONCE + (part < count % AT_ONCE ? 1 : 0);
        parts.add(threads.submit(() -> store(operations, share)));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    }
  }

  /** As one leaves them that has ended well. */
  private static void store(Operations operations, int count) {
    for (int n = 0; n < count; n++) {
      String id = OperationIds.next();
      var _ =
          operations.insert(
              new NewOperation(
                  id,
                  "exec",
                  Priority.NORMAL,
                  false,
                  "admin",
                  SERVER,
                  "{\"command\":[\"true\"]}",
                  new OperationSettings(false, 1, 0),
                  null,
                  "sha256:" + id,
                  List.of(SERVER)));
      operations.close(id, OperationState.SUCCEEDED, null, null);
    }
  }
}
