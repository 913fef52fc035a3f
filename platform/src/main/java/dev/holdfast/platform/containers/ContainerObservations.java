package dev.holdfast.platform.containers;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records what is seen of a server's containers, with the events that follow from it, in one
 * transaction: what is seen twice, by two workers at once or after a crash, is told once.
 * Thread-safe.
 */
public final class ContainerObservations {
  private final Jdbi jdbi;
  private final ContainerHistory history;

  public ContainerObservations(Jdbi jdbi, ContainerHistory history) {
    this.jdbi = jdbi;
    this.history = history;
  }

  /** What to do with a violation that the last sample does not show. */
  public enum Absent {
    /** It lasts on: the sample does not tell, or it may come back. */
    STAYS,
    BACK_TO_NORMAL,
    /** The container runs no more. */
    CONTAINER_GONE,
    /** Nobody looks any more. */
    NOT_WATCHED;

    private String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Records a sample of all containers of a server.
   *
   * @param absent decides on each open violation that is in no breach
   */
  public void record(
      MonitoredServer server,
      Instant at,
      List<ContainerSample> samples,
      List<Breach> breaches,
      Function<Violation, Absent> absent) {
    jdbi.useTransaction(handle -> {
      lock(handle, server);
      history.record(handle, server.organisation(), server.server(), at, samples);
      List<Violation> open = ContainerViolations.open(handle, server.server());
      for (Breach breach : breaches) {
        Optional<Violation> same =
            open.stream().filter(one -> one.breach().isOfTheSameAs(breach)).findFirst();
        if (same.isPresent()) {
          ContainerViolations.lasts(handle, same.get(), breach, at);
        } else if (ContainerViolations.begin(
            handle, server.organisation(), server.server(), breach, at)) {
          tell(handle, server, EventKind.CONTAINER_VIOLATION, breach, at, Map.of());
        }
      }
      for (Violation one : open) {
        if (breaches.stream().noneMatch(breach -> breach.isOfTheSameAs(one.breach()))) {
          end(handle, server, one, at, absent.apply(one));
        }
      }
    });
  }

  /** Ends what is open, because nobody looks any more. */
  public void close(MonitoredServer server, Instant at) {
    record(server, at, List.of(), List.of(), _ -> Absent.NOT_WATCHED);
  }

  /** So that of two workers the second sees what the first has recorded. */
  private static void lock(Handle handle, MonitoredServer server) {
    handle
        .createQuery(
            """
            select server from container_monitors
            where organisation_id = :organisation and server = :server for update
            """)
        .bind("organisation", server.organisation())
        .bind("server", server.server())
        .mapTo(String.class)
        .findOne();
  }

  private static void end(
      Handle handle, MonitoredServer server, Violation open, Instant at, Absent why) {
    if (why != Absent.STAYS && ContainerViolations.end(handle, open, at)) {
      tell(
          handle,
          server,
          EventKind.CONTAINER_VIOLATION_ENDED,
          open.breach(),
          open.begunAt(),
          Map.of("reason", why.word()));
    }
  }

  private static void tell(
      Handle handle,
      MonitoredServer server,
      EventKind kind,
      Breach breach,
      Instant since,
      Map<String, ?> more) {
    Map<String, Object> data = new HashMap<>(more);
    data.put("container", breach.container());
    data.put("what", breach.kind().word());
    data.put("value", breach.value());
    data.put("limit", breach.limit());
    data.put("since", since.toString());
    if (!breach.destination().isEmpty()) {
      data.put("destination", breach.destination());
    }
    Outbox.record(handle, NewEvent.ofServer(kind, server.organisation(), server.name(), data));
  }
}
