package dev.holdfast.activities.containers.monitor;

import dev.holdfast.activities.containers.monitor.RunningContainer.Attachment;
import dev.holdfast.activities.containers.monitor.RunningContainer.Network;
import dev.holdfast.platform.containers.Breach;
import dev.holdfast.platform.containers.ContainerLimits;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.containers.MonitoredServer;
import dev.holdfast.schemas.containers.monitor.ExpectedDestination;
import dev.holdfast.schemas.containers.monitor.ViolationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says which connections are not expected: neither declared nor learnt. */
final class UnexpectedDestinations {
  /** Who connects to more of them at once scans: that is told once, and not of each. */
  private static final int MOST = 10;

  private static final String MANY = "many destinations";

  private final MonitoredServer server;
  private final LearntDestinations learnt;
  private final Set<String> begun = new HashSet<>();

  UnexpectedDestinations(MonitoredServer server, LearntDestinations learnt) {
    this.server = server;
    this.learnt = learnt;
  }

  /**
   * What is unexpected of what a container has begun; while it is learnt, nothing is.
   *
   * @param reading of the container
   * @param learning how long that takes
   */
  List<Breach> breaches(
      RunningContainer one,
      ContainerReading reading,
      List<SeenConnection> seen,
      ContainerLimits limits,
      Duration learning,
      Instant now) {
    if (limits.expected() == null && begun.add(one.name())) {
      learnt.since(server.organisation(), server.server(), one.name());
    }
    Set<String> to = outside(one, reading, seen, limits);
    if (to.isEmpty() || limits.expected() != null) {
      return breaches(one, to);
    }
    Instant since = learnt.since(server.organisation(), server.server(), one.name());
    if (LearntDestinations.lasts(since, learning, now)) {
      learnt.learn(server.organisation(), server.server(), one.name(), to);
      return List.of();
    }
    to.removeAll(learnt.of(server.organisation(), server.server(), one.name()));
    return breaches(one, to);
  }

  /** Of what is declared nothing; what is within its own networks is expected, too. */
  private static Set<String> outside(
      RunningContainer one,
      ContainerReading reading,
      List<SeenConnection> seen,
      ContainerLimits limits) {
    List<ExpectedDestination> expected =
        limits.expected() == null
            ? List.of()
            : limits.expected().stream().map(ExpectedDestination::parse).toList();
    Set<String> to = new TreeSet<>();
    for (SeenConnection connection : seen) {
      // An older one is of a container that had the address before.
      if (connection.age() <= reading.age() + 1
          && begunBy(one, connection)
          && !connection.to().isMulticastAddress()
          && one.attachments().stream().noneMatch(place -> isWithin(place, connection))
          && expected.stream()
              .noneMatch(each -> each.contains(connection.to(), connection.port()))) {
        to.add(connection.destination());
      }
    }
    return to;
  }

  private static boolean begunBy(RunningContainer one, SeenConnection connection) {
    return connection.from() == null
        ? one.network() == Network.SERVER
        : one.attachments().stream().anyMatch(place -> place.address().equals(connection.from()));
  }

  /** The server itself is no container of the network. */
  private static boolean isWithin(Attachment place, SeenConnection connection) {
    return !connection.to().equals(place.gateway())
        && new ExpectedDestination(place.address(), place.bits(), 0)
            .contains(connection.to(), connection.port());
  }

  private static List<Breach> breaches(RunningContainer one, Set<String> to) {
    List<Breach> breaches = new ArrayList<>();
    if (to.size() > MOST) {
      breaches.add(new Breach(one.name(), ViolationKind.DESTINATION, MANY, to.size(), 0));
    } else {
      to.forEach(destination ->
          breaches.add(new Breach(one.name(), ViolationKind.DESTINATION, destination, 1, 0)));
    }
    return breaches;
  }
}
