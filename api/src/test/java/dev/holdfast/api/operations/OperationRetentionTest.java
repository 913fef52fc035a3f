package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationIds;
import dev.holdfast.platform.operation.OperationRetention;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.operation.Priority;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OperationRetentionTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Jdbi JDBI = PLATFORM.part(Jdbi.class);
  private static final Settings SETTINGS = PLATFORM.part(Settings.class);

  private final OperationRetention retention = PLATFORM.part(OperationRetention.class);

  @BeforeAll
  static void addServer() {
    PLATFORM.owner().post("/api/v1/servers", Fixtures.server("kept-1"));
  }

  @AfterEach
  void restoreDefaults() {
    JDBI.useHandle(handle -> handle.execute("delete from settings where name like 'retention.%'"));
  }

  @Test
  void shouldDeleteWhatEndedLongAgoWithAllThatBelongsToIt() {
    String old = ended("exec", 366);
    String young = ended("exec", 364);
    String open = ended("exec", 500);
    execute("update operations set ended_at = null, state = 'running' where id = ?", open);
    execute(
        """
        insert into operation_steps (operation, server, step, generation, state, worker)
        values (?, 'kept-1', 'run', 1, 'succeeded', 'w')
        """,
        old);
    execute(
        """
        insert into operation_logs
          (operation, server, step, generation, stream, byte_offset, bytes_sealed)
        values (?, 'kept-1', 'run', 1, 'stdout', 0, 'x')
        """,
        old);
    try {
      assertThat(retention.expire()).isEqualTo(1);

      assertThat(exist(old)).isFalse();
      assertThat(exist(young)).isTrue();
      assertThat(exist(open)).isTrue();
      for (String table :
          List.of("operation_servers", "operation_steps", "operation_logs", "data_keys")) {
        assertThat(count("select count(*) from " + table + " where operation = ?", old)).isZero();
      }

      SETTINGS.set(Setting.RETENTION_OPERATIONS, 90, "ann");
      assertThat(retention.expire()).isEqualTo(1);
      assertThat(exist(young)).isFalse();
    } finally {
      delete(open);
    }
  }

  @Test
  void shouldKeepWhatCanBeUndoneForItsOwnTimeAndWhileAnUndoIsOpen() {
    SETTINGS.set(Setting.RETENTION_OPERATIONS, 31, "ann");
    // Those of other tests, which no worker takes.
    JDBI.useHandle(handle ->
        handle.execute(
            "update operations set ended_at = now(), state = 'failed' where type = 'undo' and ended_at is null"));
    String undoable = changed(200, "applied");
    String undone = changed(200, "reverted");
    String past = changed(400, "applied");
    String undo = ended("undo", 0);
    execute("update operations set ended_at = null, state = 'running' where id = ?", undo);

    assertThat(retention.expire()).isEqualTo(1);

    assertThat(exist(undone)).isFalse();
    assertThat(exist(undoable)).isTrue();
    assertThat(exist(past)).isTrue();

    execute("update operations set ended_at = now(), state = 'succeeded' where id = ?", undo);
    assertThat(retention.expire()).isEqualTo(1);
    assertThat(exist(past)).isFalse();
    assertThat(count("select count(*) from changes where operation = ?", undoable)).isEqualTo(1);
    delete(undoable);
    delete(undo);
  }

  @Test
  void shouldKeepTheInputThatALockdownStartsFrom() {
    String inForce = ended("lockdown", 900);
    execute("update operation_servers set state = 'succeeded' where operation = ?", inForce);
    execute(
        """
        update servers set created_at = now() - interval '2000 days'
        where name = (select server from operation_servers where operation = ?)
        """,
        inForce);
    execute("update operations set created_at = now() - interval '901 days' where id = ?", inForce);
    String failed = ended("lockdown", 900);

    assertThat(retention.expire()).isEqualTo(1);

    assertThat(exist(failed)).isFalse();
    assertThat(exist(inForce)).isTrue();
    delete(inForce);
  }

  @Test
  void shouldDeleteInBatchesAndBeAloneInIt() {
    List<String> kept = List.of(changed(370, "applied"), changed(380, "applied"));
    SETTINGS.set(Setting.RETENTION_UNDO, 1000, "ann");
    String first = ended("exec", 400);
    execute(
        """
        insert into operations (id, organisation_id, type, state, priority, dry_run, initiator, selector, input_sha256, ended_at)
        select 'op-batch-' || i, organisation_id, type, state, priority, dry_run, initiator, selector, input_sha256,
          ended_at + i * interval '1 minute'
        from operations, generate_series(1, 249) i where id = ?
        """,
        first);

    JDBI.useTransaction(other -> {
      other.execute("select pg_advisory_xact_lock(?)", OperationRetention.LOCK);
      // In another thread: in this one it would be the same connection, whose lock it is.
      assertThat(CompletableFuture.supplyAsync(retention::expire).join()).isZero();
    });

    assertThat(retention.expire()).isEqualTo(250);
    assertThat(kept).allSatisfy(id -> assertThat(exist(id)).isTrue());
    kept.forEach(OperationRetentionTest::delete);
  }

  private static String changed(int days, String state) {
    String id = ended("server-setup", days);
    JDBI.useHandle(handle ->
        handle.execute(
            """
            insert into changes (operation, server, change_id, resource_sealed, body_sealed, state)
            values (?, 'kept-1', 'user:ann', 'x', 'x', ?)
            """,
            id,
            state));
    return id;
  }

  private static String ended(String type, int days) {
    String id = OperationIds.next();
    PLATFORM
        .part(Operations.class)
        .insert(
            new NewOperation(
                id,
                type,
                Priority.NORMAL,
                false,
                "admin",
                "kept-1",
                "{}",
                new OperationSettings(true, 1, 0),
                null,
                "sha",
                List.of("kept-1")));
    JDBI.useHandle(handle ->
        handle.execute(
            """
            update operations set state = 'succeeded', run_id = 'r',
              ended_at = now() - make_interval(days => ?) where id = ?
            """,
            days,
            id));
    return id;
  }

  private static boolean exist(String id) {
    return count("select count(*) from operations where id = ?", id) == 1;
  }

  private static int count(String sql, String id) {
    return JDBI.withHandle(handle -> handle.select(sql, id).mapTo(Integer.class).one());
  }

  private static void delete(String id) {
    execute("delete from operations where id = ?", id);
  }

  private static void execute(String sql, String id) {
    JDBI.useHandle(handle -> handle.execute(sql, id));
  }
}
