package dev.holdfast.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Fixtures.Events;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.event.EventKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Events get their ids in the order of their commits, whatever happens to whoever gives them. */
final class OutboxTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Jdbi JDBI = PLATFORM.part(Jdbi.class);

  private static void record(Handle handle, String server) {
    Outbox.record(handle, NewEvent.ofServer(EventKind.SERVER_REMOVED, "default", server, Map.of()));
  }

  private static JsonNode events(String server) {
    return OWNER.get("/api/v1/events?server=" + server).json().path("items");
  }

  /** The event about a server, as soon as it has its id. */
  private static JsonNode await(String server) {
    var following = new Events();
    var socket = OWNER.listen("/ws/v1/events?after=0&server=" + server, following);
    try {
      return following.next().path("items").path(0);
    } finally {
      socket.abort();
    }
  }

  @Test
  void shouldGiveTheHigherIdToWhatIsCommittedLater() {
    try (Handle late = JDBI.open()) {
      late.begin();
      record(late, "outbox-late");
      JDBI.useTransaction(handle -> record(handle, "outbox-early"));
      long early = await("outbox-early").path("id").asLong();
      assertThat(events("outbox-late")).isEmpty();

      late.commit();

      assertThat(await("outbox-late").path("id").asLong()).isGreaterThan(early);
    }
  }

  @Test
  void shouldTellNothingOfWhatIsRolledBack() {
    try (Handle undecided = JDBI.open()) {
      undecided.begin();
      record(undecided, "outbox-undone");
      undecided.rollback();
    }
    JDBI.useTransaction(handle -> record(handle, "outbox-done"));

    assertThat(await("outbox-done").path("kind").asString()).isEqualTo("server.removed");
    assertThat(events("outbox-undone")).isEmpty();
  }

  @Test
  void shouldForgetWhatIsOlderThanOperationsAreKept() {
    JDBI.useTransaction(handle -> {
      record(handle, "outbox-old");
      record(handle, "outbox-new");
    });
    long last = await("outbox-new").path("id").asLong();
    JDBI.useHandle(handle ->
        handle.execute(
            "update events set at = now() - interval '366 days' where server = 'outbox-old'"));

    assertThat(PLATFORM.part(dev.holdfast.platform.event.Events.class).expire()).isEqualTo(1);

    assertThat(events("outbox-old")).isEmpty();
    assertThat(events("outbox-new")).hasSize(1);
    JDBI.useTransaction(handle -> record(handle, "outbox-next"));
    assertThat(await("outbox-next").path("id").asLong()).isGreaterThan(last);
  }

  @Test
  void shouldLetAnotherGoOnWhereOneIsKilled() throws SQLException {
    PlatformConfig.Database database = PLATFORM.config().database();
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password())) {
      Jdbi own = Jdbi.create(connection);
      var dispatcher = new dev.holdfast.platform.event.Events(own, PLATFORM.part(Settings.class));
      int backend =
          own.withHandle(handle -> {
            handle
                .createQuery("select 1 from pg_advisory_lock(:lock)")
                .bind("lock", dev.holdfast.platform.event.Events.LOCK)
                .mapTo(Integer.class)
                .one();
            return handle.createQuery("select pg_backend_pid()").mapTo(Integer.class).one();
          });
      JDBI.useTransaction(handle -> record(handle, "outbox-killed"));

      // Only one gives ids at a time, and what it does with the events is of the same transaction.
      assertThat(PLATFORM.part(dev.holdfast.platform.event.Events.class).number((h, events) -> {}))
          .isZero();
      assertThatThrownBy(() ->
              dispatcher.number((handle, events) -> {
                assertThat(events).isNotEmpty();
                JDBI.useHandle(killer ->
                    killer
                        .createQuery("select pg_terminate_backend(:pid)")
                        .bind("pid", backend)
                        .mapTo(Boolean.class)
                        .one());
                handle.createQuery("select 1").mapTo(Integer.class).one();
              }))
          .isInstanceOf(UnableToExecuteStatementException.class);

      JsonNode event = await("outbox-killed");
      assertThat(event.path("subject").asString()).isEqualTo("server/outbox-killed");
      assertThat(events("outbox-killed")).hasSize(1);
    }
  }
}
