package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether each of the server's addresses takes connections at its port. */
final class TcpCheck implements Check {
  static final String NAME = "network/tcp";
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final Server server;

  TcpCheck(Server server) {
    this.server = server;
  }

  /** What came of one address; {@code door} is null where nothing did. */
  private record Attempt(InetAddress address, @Nullable Door door, String outcome) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(DnsCheck.NAME);
  }

  @Override
  public Finding make(Evidence evidence) throws IOException {
    List<Attempt> attempts = attempts(evidence.get(DnsCheck.Addresses.class).all());
    Door open = null;
    for (Attempt attempt : attempts) {
      if (open == null) {
        open = attempt.door();
      } else if (attempt.door() != null) {
        attempt.door().close();
      }
    }
    String outcomes =
        attempts.stream()
            .map(a -> a.address().getHostAddress() + " " + a.outcome())
            .collect(Collectors.joining("\n"));
    if (open == null) {
      return closed(attempts).withDetail(attempts.size() > 1 ? outcomes : "");
    }
    evidence.add(open);
    if (attempts.getFirst().door() == null) {
      return Finding.problem(
              NAME,
              "the first address, which operations use, takes no connection; another does",
              "Open port %d there, or take the address out of the DNS".formatted(server.port()))
          .withDetail(outcomes);
    }
    return attempts.stream().allMatch(a -> a.door() != null)
        ? Finding.ok(
            NAME,
            "port %d of %s takes connections, in %s ms"
                .formatted(
                    server.port(), open.address().getHostAddress(), millis(open.connectNanos())))
        : Finding.warning(
                NAME,
                "some of the server's addresses take no connection",
                "Open port %d there, or take them out of the DNS".formatted(server.port()))
            .withDetail(outcomes);
  }

  private List<Attempt> attempts(List<InetAddress> addresses) throws IOException {
    List<FutureTask<Attempt>> tasks = new ArrayList<>();
    for (InetAddress address : addresses) {
      FutureTask<Attempt> task = new FutureTask<>(() -> attempt(address));
      Thread.ofVirtual().name("diagnose-tcp").start(task);
      tasks.add(task);
    }
    List<Attempt> attempts = new ArrayList<>();
    try {
      for (FutureTask<Attempt> task : tasks) {
        attempts.add(task.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("given up", e);
    }
    return attempts;
  }

  private Attempt attempt(InetAddress address) {
    try {
      Door door = Door.open(address, server.port(), TIMEOUT);
      return new Attempt(address, door, "connects in " + millis(door.connectNanos()) + " ms");
    } catch (SocketTimeoutException e) {
      return new Attempt(address, null, "does not answer");
    } catch (ConnectException e) {
      String words = String.valueOf(e.getMessage());
      return new Attempt(address, null, words.contains("refused") ? "refuses" : words);
    } catch (IOException e) {
      return new Attempt(address, null, "cannot be reached: " + e.getMessage());
    }
  }

  private Finding closed(List<Attempt> attempts) {
    Attempt first = attempts.getFirst();
    String where = "%s port %d".formatted(first.address().getHostAddress(), server.port());
    return switch (first.outcome()) {
      case "refuses" ->
          Finding.problem(
              NAME,
              where + " refuses connections: the machine is up, and nothing listens there",
              "On the server's console: systemctl status ssh; ss -tlnp | grep sshd. Start sshd, or"
                  + " register the port that it listens on");
      case "does not answer" ->
          Finding.problem(
              NAME,
              where + " does not answer within " + TIMEOUT.toSeconds() + " s",
              "See whether the machine is on, the address is right, and a firewall (the server's, the"
                  + " provider's, the worker's own) lets the worker in");
      default ->
          Finding.problem(
              NAME,
              where + ": " + first.outcome(),
              "There is no way there from the worker: look at its routes (ip route get "
                  + first.address().getHostAddress()
                  + ") and at the address");
    };
  }

  static String millis(long nanos) {
    return "%.1f".formatted(nanos / 1e6);
  }
}
