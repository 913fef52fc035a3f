package dev.holdfast.activities;

import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.TestInfo;

/** What the tests on lab servers share. */
public final class LabFixture {
  /** The servers outlive a test class: tokens only ever grow. */
  private static final AtomicLong TOKEN = new AtomicLong(10);

  public static final Listener SILENT =
      new Listener() {
        @Override
        public void alive() {}

        @Override
        public void output(boolean stderr, long offset, byte[] bytes) {}
      };

  private LabFixture() {}

  public static long nextToken() {
    return TOKEN.addAndGet(10);
  }

  /**
   * The activities, with no heartbeat timeout: in the product a thread beats for every activity,
   * and without one the SDK cancels what was silent for six seconds, as on a busy machine it may
   * be.
   */
  public static <T> T activities(TestActivityEnvironment temporal, Class<T> type) {
    ActivityOptions options =
        ActivityOptions.newBuilder().setScheduleToCloseTimeout(Duration.ofDays(1)).build();
    return temporal.newActivityStub(type, options);
  }

  /** An operation of the test's own, with its name as far as an id may be long. */
  public static String operation(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    return "op-" + name.substring(0, Math.min(50, name.length()));
  }

  public static Server server(LabServer lab) {
    return server(lab, lab.user());
  }

  public static Server server(LabServer lab, String user) {
    List<HostKey> keys = lab.hostKeys().stream().map(k -> HostKey.parse(k.publicKey())).toList();
    return new Server(lab.name(), lab.address(), lab.port(), user, "lab-key", keys, Map.of(), null);
  }

  public static SshjSsh ssh(LabServer lab) {
    return new SshjSsh(credentials(lab));
  }

  public static Credentials credentials(LabServer lab) {
    return _ -> {
      try {
        return Files.readString(lab.keyFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  public static Step step(String operation, String key, long token) {
    return new Step(operation, "lab-1", key, 1, token, "Test the step " + key);
  }

  /** Runs a POSIX script as root past SSH and returns what it printed; fails if it fails. */
  public static String onServer(Lab lab, String script) {
    return lab.exec("lab-1", "sh", "-c", script).orThrow();
  }

  /** Waits until it is so; fails after 40 s. */
  public static void until(BooleanSupplier so) throws InterruptedException {
    long limit = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("it takes too long");
      }
      Thread.sleep(200);
    }
  }

  /** Waits on the server until the condition holds; fails after half a minute. */
  public static void await(Lab lab, String condition) {
    onServer(lab, "timeout 30 sh -c 'until " + condition + "; do sleep 0.05; done'");
  }
}
