package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Vigil;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is cancelled while a server takes nothing leaves the connection to others. */
@LabTest
final class CancelledWriteIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int WRITERS = 4;
  private static final int LARGE = 16 << 20;

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;

  CancelledWriteIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
  }

  @Test
  void shouldNotEndTheConnectionThatOthersUse() throws Exception {
    try (Ssh ssh = LabFixture.ssh(labServer);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String session = said(ssh, "echo $PPID");
      Future<String> other = threads.submit(() -> said(ssh, "sleep 16; echo $PPID"));
      LabFixture.await(lab, "pgrep -f \"[s]leep 16\" >/dev/null");
      CountDownLatch stopped = new CountDownLatch(1);
      List<Future<Integer>> cancelled = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        cancelled.add(threads.submit(() -> Vigil.keep(cancelled(stopped), sink(ssh, stopped))));
      }
      LabFixture.await(lab, "[ $(pgrep -xc cat) -ge " + WRITERS + " ]");
      LabFixture.onServer(lab, "kill -STOP " + session);
      try {
        stopped.countDown();
        // One that waits for its channel to be opened.
        cancelled.add(threads.submit(() -> Vigil.keep(cancelled(stopped), sink(ssh, stopped))));
        for (Future<Integer> one : cancelled) {
          assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS))
              .hasStackTraceContaining("cancelled");
        }
      } finally {
        LabFixture.onServer(lab, "kill -CONT " + session);
      }

      assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(session);
      assertThat(said(ssh, "echo $PPID")).isEqualTo(session);
    }
  }

  private Callable<Integer> sink(Ssh ssh, CountDownLatch gate) {
    return () ->
        ssh.stream(
            server,
            new Command("cat >/dev/null", "", false, TIMEOUT, 0),
            new Streams(
                new Gated(gate, new byte[LARGE]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream()));
  }

  /** Bytes that are there once the gate is open. */
  private static final class Gated extends ByteArrayInputStream {
    private final CountDownLatch gate;

    Gated(CountDownLatch gate, byte[] bytes) {
      super(bytes);
      this.gate = gate;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
      return super.read(bytes, offset, length);
    }
  }

  private String said(Ssh ssh, String line) {
    return ssh.exec(server, new Command(line, "", false, TIMEOUT, 1000)).stdout().strip();
  }

  /** Cancelled at the second beat from then: all that the sockets take is sent, writers wait. */
  private static Journal.Listener cancelled(CountDownLatch from) {
    return new Journal.Listener() {
      private int beats;

      @Override
      public void alive() {
        if (from.getCount() == 0 && ++beats == 2) {
          throw new IllegalStateException("cancelled");
        }
      }

      @Override
      public void output(boolean stderr, long offset, byte[] bytes) {}
    };
  }
}
