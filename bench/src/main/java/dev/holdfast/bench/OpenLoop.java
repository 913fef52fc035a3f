package dev.holdfast.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at fixed times, whether or not those before were answered. What one takes is counted
 * from the time at which it was due: a server that hangs is not spared the requests that a client
 * would have waited with.
 */
final class OpenLoop {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final HttpClient http;
  private final int perSecond;

  OpenLoop(HttpClient http, int perSecond) {
    this.http = http;
    this.perSecond = perSecond;
  }

  /**
   * What came of it.
   *
   * @param failed requests that were not answered with 200
   */
  record Outcome(Samples took, int failed) {}

  Outcome run(HttpRequest request, Duration time) throws InterruptedException {
    int count = Math.toIntExact(perSecond * time.toMillis() / 1000);
    AtomicLongArray took = new AtomicLongArray(count);
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(count);
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long begin = System.nanoTime() + interval;
    for (int n = 0; n < count; n++) {
      long due = begin + n * interval;
      await(due);
      int index = n;
      var _ =
          http.sendAsync(request, BodyHandlers.discarding())
              .whenComplete((answer, failure) -> {
                took.set(index, System.nanoTime() - due);
                if (failure != null || answer.statusCode() != 200) {
                  failed.incrementAndGet();
                }
                open.countDown();
              });
    }
    if (!open.await(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
      failed.addAndGet(Math.toIntExact(open.getCount()));
    }
    Samples samples = new Samples();
    for (int n = 0; n < count; n++) {
      samples.add(took.get(n));
    }
    return new Outcome(samples, failed.get());
  }

  private static void await(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
  }
}
