package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.diagnose.LatencyCheck.Latency;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes a second one stream carries, up or down. */
final class ThroughputCheck implements Check {
  static final String UP = "speed/upload";
  static final String DOWN = "speed/download";
  private static final int BYTES = 8 << 20;

  /** On a slow way what has got through by then has to do. */
  private static final Duration ENOUGH = Duration.ofSeconds(3);

  private static final Duration TIMEOUT = Duration.ofSeconds(7);
  private static final double SLOW_MEGABYTES = 1;

  /** A file of some megabytes takes minutes. */
  private static final double UNUSABLE_MEGABYTES = 0.1;

  private static final int PROBE = 24_000;
  private static final Duration PROBING = Duration.ofSeconds(6);

  /** So long takes no line of more than 200 kbit/s, and no way that is only long. */
  private static final double PROBE_SECONDS = 1;

  private final Server server;
  private final Ssh ssh;
  private final boolean up;

  private ThroughputCheck(Server server, Ssh ssh, boolean up) {
    this.server = server;
    this.ssh = ssh;
    this.up = up;
  }

  static ThroughputCheck up(Server server, Ssh ssh) {
    return new ThroughputCheck(server, ssh, true);
  }

  static ThroughputCheck down(Server server, Ssh ssh) {
    return new ThroughputCheck(server, ssh, false);
  }

  @Override
  public String name() {
    return up ? UP : DOWN;
  }

  @Override
  public Set<String> needs() {
    return Set.of(ShellCheck.NAME);
  }

  @Override
  public Duration limit() {
    return TIMEOUT.plus(PROBING);
  }

  @Override
  public Finding make(Evidence evidence) {
    double latency = evidence.find(Latency.class).map(l -> l.commandNanos() / 1e9).orElse(0.0);
    double probe = up ? probed() - latency : 0;
    if (probe > PROBE_SECONDS) {
      return finding(name(), PROBE, probe);
    }
    long begun = System.nanoTime();
    Zeros zeros = new Zeros(begun);
    try {
      long bytes = up ? sent(zeros) : received(begun);
      return finding(name(), bytes, (System.nanoTime() - begun) / 1e9);
    } catch (SshException e) {
      boolean late = System.nanoTime() - begun >= TIMEOUT.toNanos();
      if (!late || e.type() != FailureType.UNREACHABLE) {
        throw e;
      }
      double most = zeros.given.get() / 1e6 / TIMEOUT.toSeconds();
      return slow(name(), most, "less than %.1f MB/s".formatted(most));
    }
  }

  /** What is sent fast may only be buffered: a slow line shows in what is little. */
  private double probed() {
    long begun = System.nanoTime();
    var _ =
        ssh.exec(server, new Command("cat >/dev/null", "0".repeat(PROBE), false, PROBING, 1 << 10));
    return (System.nanoTime() - begun) / 1e9;
  }

  static Finding finding(String name, long bytes, double seconds) {
    double rate = bytes / 1e6 / seconds;
    String summary =
        rate < UNUSABLE_MEGABYTES
            ? "%.0f kB/s (%.0f kB in %.1f s)".formatted(rate * 1e3, bytes / 1e3, seconds)
            : "%.1f MB/s (%.1f MiB in %.2f s)".formatted(rate, bytes / 1048576.0, seconds);
    return rate >= SLOW_MEGABYTES ? Finding.ok(name, summary) : slow(name, rate, summary);
  }

  private static Finding slow(String name, double rate, String summary) {
    String fix =
        "See the way between (ping -s 1400 for losses, mtr), and the server's load; a worker near"
            + " the server helps";
    return rate < UNUSABLE_MEGABYTES
        ? Finding.problem(name, summary + ": the line is very slow, a file takes minutes", fix)
        : Finding.warning(name, summary + ": transfers take long", fix);
  }

  private long sent(Zeros zeros) {
    int code =
        ssh.stream(
            server,
            new Command("cat >/dev/null", "", false, TIMEOUT, 0),
            new Streams(zeros, OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
    if (code != 0) {
      throw new IllegalStateException("cat ended with " + code);
    }
    return zeros.given.get();
  }

  private long received(long begun) {
    Count count = new Count(begun);
    try {
      var _ =
          ssh.stream(
              server,
              new Command("head -c " + BYTES + " /dev/zero", "", false, TIMEOUT, 0),
              Streams.of(count, OutputStream.nullOutputStream()));
    } catch (SshException e) {
      if (!count.enough) {
        throw e;
      }
    }
    return count.seen.get();
  }

  /** As many zeros as are to be sent, or as the time is enough for. */
  private static final class Zeros extends InputStream {
    private final long begun;
    private final AtomicInteger given = new AtomicInteger();

    Zeros(long begun) {
      this.begun = begun;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (given.get() >= BYTES || System.nanoTime() - begun > ENOUGH.toNanos()) {
        return -1;
      }
      int count = Math.min(length, BYTES - given.get());
      Arrays.fill(bytes, offset, offset + count, (byte) 0);
      given.addAndGet(count);
      return count;
    }
  }

  /** Counts what comes, and ends the stream when the time is enough. */
  private static final class Count extends OutputStream {
    private final long begun;
    private final AtomicLong seen = new AtomicLong();
    private volatile boolean enough;

    Count(long begun) {
      this.begun = begun;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      seen.addAndGet(length);
      if (System.nanoTime() - begun > ENOUGH.toNanos()) {
        enough = true;
        throw new IOException("that is enough to tell");
      }
    }
  }
}
