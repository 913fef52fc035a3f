package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts many operations over REST by several clients at once, and waits for their ends. */
final class RestOperations {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ApiClient api;
  private final int clients;

  RestOperations(ApiClient api, int clients) {
    this.api = api;
    this.clients = clients;
  }

  /**
   * What was seen.
   *
   * @param nanos from the first request to the last final state in the database
   * @param posts how long each request took, in nanoseconds
   */
  record Run(int count, long nanos, List<Long> posts) {
    double perSecond() {
      return count * 1e9 / nanos;
    }
  }

  private record Posted(String id, long nanos) {}

  /**
   * Runs so many to their ends, all of which have to succeed.
   *
   * @param request the body of the nth
   */
  Run run(int count, IntFunction<ObjectNode> request) throws Exception {
    List<Callable<Posted>> work = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int n = i;
      work.add(() -> post(request.apply(n)));
    }
    Instant began = Instant.now();
    List<Posted> posted = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      for (Future<Posted> one : threads.invokeAll(work)) {
        posted.add(one.get());
      }
    }
    // The last one first: to ask for the others meanwhile would be a load of its own.
    Instant last = began;
    for (Posted one : posted.reversed()) {
      Instant ended = ended(one.id());
      last = ended.isAfter(last) ? ended : last;
    }
    return new Run(
        count,
        Duration.between(began, last).toNanos(),
        posted.stream().map(Posted::nanos).toList());
  }

  private Posted post(ObjectNode request) {
    long began = System.nanoTime();
    JsonNode answer = api.postOnce("/operations", request, Measurement.key());
    return new Posted(Json.text(answer, "id"), System.nanoTime() - began);
  }

  private Instant ended(String id) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode now = api.get("/operations/" + id);
      if (now.hasNonNull("endedAt")) {
        if (!Json.text(now, "state").equals("succeeded")) {
          throw failed(id, "has " + Json.text(now, "state"));
        }
        return Instant.parse(Json.text(now, "endedAt"));
      }
      Thread.sleep(POLL);
    }
    throw failed(id, "did not end within " + PATIENCE.toMinutes() + " minutes");
  }

  private static Failure failed(String id, String what) {
    return new Failure(ExitCode.FAILED, id + " " + what, "look at it: ./holdfast ops show " + id);
  }
}
