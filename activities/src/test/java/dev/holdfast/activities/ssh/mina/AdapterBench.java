package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.activities.ssh.Zeros;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Compares the adapters on one lab server, in turns; no test of its own. Run with {@code
 * -Dit.test=AdapterBench} and read the report's output: medians, milliseconds or MiB/s.
 */
@LabTest
final class AdapterBench {
  private static final int SIZE = 512 << 20;
  private static final int ROUNDS = 3;
  private static final String FILE = "/home/debian/adapter-bench";
  private static final Command TRUE = command("true");

  private final Server server;
  private final Map<String, Ssh> adapters = new LinkedHashMap<>();

  AdapterBench(LabServer lab) {
    this.server = LabFixture.server(lab);
    Credentials credentials = LabFixture.credentials(lab);
    adapters.put("sshj", new SshjSsh(credentials));
    adapters.put("mina", new MinaSsh(credentials));
  }

  @Test
  void compare() {
    millis(
        "connect, log in, run true",
        9,
        ssh -> {
          ssh.forget(server);
          ssh.exec(server, TRUE);
        });
    millis("pooled true", 300, ssh -> ssh.exec(server, TRUE));
    rate(
        "stream down",
        ssh -> {
          Streams none =
              Streams.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
          ssh.stream(server, command("head -c " + SIZE + " /dev/zero"), none);
        });
    rate(
        "stream up",
        ssh -> {
          OutputStream nowhere = OutputStream.nullOutputStream();
          ssh.stream(
              server, command("cat >/dev/null"), new Streams(new Zeros(SIZE), nowhere, nowhere));
        });
    rate(
        "sftp up",
        ssh ->
            ssh.sftp(
                server,
                sftp -> {
                  try (OutputStream out = sftp.write(FILE, 0)) {
                    return new Zeros(SIZE).transferTo(out);
                  }
                }));
    rate(
        "sftp down",
        ssh ->
            ssh.sftp(
                server,
                sftp -> {
                  try (InputStream in = sftp.read(FILE, 0)) {
                    return in.transferTo(OutputStream.nullOutputStream());
                  }
                }));
    Objects.requireNonNull(adapters.get("sshj")).exec(server, command("rm -f " + FILE));
    adapters.values().forEach(Ssh::close);
  }

  private void millis(String what, int rounds, Consumer<Ssh> work) {
    report(what, "ms", 1e-6, nanos(rounds, work));
  }

  private void rate(String what, Consumer<Ssh> work) {
    Map<String, Double> took = nanos(ROUNDS, work);
    took.replaceAll((_, nanos) -> (SIZE >> 20) / (nanos / 1e9));
    report(what, "MiB/s", 1, took);
  }

  /** The median of each adapter; they take turns, so that both see the same machine. */
  private Map<String, Double> nanos(int rounds, Consumer<Ssh> work) {
    Map<String, List<Long>> all = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++) {
      adapters.forEach((name, ssh) -> {
        long began = System.nanoTime();
        work.accept(ssh);
        all.computeIfAbsent(name, _ -> new ArrayList<>()).add(System.nanoTime() - began);
      });
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    all.forEach((name, times) ->
        medians.put(name, (double) times.stream().sorted().toList().get(times.size() / 2)));
    return medians;
  }

  private static void report(String what, String unit, double factor, Map<String, Double> medians) {
    StringBuilder line = new StringBuilder("BENCH ").append(what).append(':');
    medians.forEach(
        (name, value) -> line.append(" %s %.1f %s".formatted(name, value * factor, unit)));
    System.out.println(line);
  }

  private static Command command(String line) {
    return new Command(line, "", false, Duration.ofMinutes(5), 1 << 20);
  }
}
