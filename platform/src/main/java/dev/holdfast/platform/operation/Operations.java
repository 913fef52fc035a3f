package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.file.FileUses;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.FleetActivities.GateLook;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The projection of operations that people see. Every write may be delivered again, and none leaves
 * a state in which an operation has ended.
 */
public final class Operations {
  private final Jdbi jdbi;
  private final AtRest atRest;
  private final OperationRecording recording;

  public Operations(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.atRest = atRest;
    this.recording = new OperationRecording(jdbi, atRest.keys());
  }

  /** What became of the wish to insert an operation. */
  public sealed interface Insertion {
    record Inserted(StoredOperation operation, int servers) implements Insertion {}

    /** The initiator has used the idempotency key before, for this operation. */
    record Existing(StoredOperation operation) implements Insertion {}

    /** This server was removed while the operation was being made. */
    record ServerGone(String server) implements Insertion {}
  }

  /** What is stored in the transaction that inserts an operation; throws to have none inserted. */
  public interface Companion {
    void insert(Handle handle, DataKey key);
  }

  /** Inserts an operation with its servers, or finds the one of the same idempotency key. */
  public Insertion insert(NewOperation operation) {
    return insert(operation, (handle, key) -> {});
  }

  /**
   * The same, with something that is stored if the operation is, and only then.
   *
   * @throws RuntimeException what the companion throws, and then nothing is stored
   */
  public Insertion insert(NewOperation operation, Companion companion) {
    // Before the transaction, which must not wait for another.
    List<String> files =
        Stream.concat(
                Stream.of(operation.input()),
                operation.inputs().values().stream().map(ServerInput::json).distinct())
            .flatMap(input -> FileUses.namedIn(input, atRest.digests()).stream())
            .distinct()
            .toList();
    String digest = digest(operation.inputSha256());
    DataKey key = DataKey.generate();
    return jdbi.inTransaction(handle -> {
      List<String> there =
          handle
              .createQuery(
                  "select name from servers where name = any(:names) order by name for share")
              .bindArray("names", String.class, operation.servers())
              .mapTo(String.class)
              .list();
      for (String server : operation.servers()) {
        if (!there.contains(server)) {
          return new Insertion.ServerGone(server);
        }
      }
      Optional<OperationRow> inserted = insertRow(handle, operation, digest, key);
      if (inserted.isEmpty()) {
        return new Insertion.Existing(
            findByKey(
                    handle,
                    operation.organisation(),
                    operation.initiator(),
                    operation.idempotencyKey())
                .map(this::open)
                .orElseThrow());
      }
      atRest.keys().insert(handle, KeyOwner.operation(operation.id()), key);
      FileUses.record(handle, operation.id(), files);
      PreparedBatch servers =
          handle.prepareBatch("insert into operation_servers (operation, server) values (?, ?)");
      operation.servers().forEach(server -> servers.add(operation.id(), server));
      servers.execute();
      ServerInputs.insert(handle, operation.id(), key, operation.inputs());
      companion.insert(handle, key);
      return new Insertion.Inserted(inserted.get().open(key), operation.servers().size());
    });
  }

  private static Optional<OperationRow> insertRow(
      Handle handle, NewOperation operation, String digest, DataKey key) {
    return handle
        .createQuery(
            """
            insert into operations (id, organisation_id, type, state, priority, dry_run, initiator, selector,
              input_sealed, summary_sealed, settings, idempotency_key, input_sha256)
            values (:id, :organisation, :type, 'queued', :priority, :dryRun, :initiator, :selector,
              :input, :summary, cast(:settings as jsonb), :key, :sha256)
            on conflict (organisation_id, initiator, idempotency_key) do nothing
            returning *
            """)
        .bind("id", operation.id())
        .bind("organisation", operation.organisation())
        .bind("type", operation.type())
        .bind("priority", operation.priority().word())
        .bind("dryRun", operation.dryRun())
        .bind("initiator", operation.initiator())
        .bind("selector", operation.selector())
        .bind("input", OperationContent.INPUT.seal(key, operation.input()))
        .bind("summary", OperationContent.ASKED.seal(key, operation.summary()))
        .bind("settings", JsonPayloads.write(operation.settings()))
        .bind("key", operation.idempotencyKey())
        .bind("sha256", digest)
        .map((rs, context) -> OperationRow.read(rs))
        .findOne();
  }

  /** Whether the operation was started for what has this SHA-256. */
  public boolean sameInput(StoredOperation operation, String inputSha256) {
    return digest(operation.inputDigest()).equals(digest(inputSha256));
  }

  private String digest(String inputSha256) {
    return atRest.digests().of(OperationDigests.PURPOSE, inputSha256);
  }

  private StoredOperation open(OperationRow row) {
    return row.open(atRest.keys().find(KeyOwner.operation(row.id())).orElse(null));
  }

  private List<StoredOperation> opened(List<OperationRow> rows) {
    Map<KeyOwner, DataKey> keys =
        atRest.keys().find(rows.stream().map(row -> KeyOwner.operation(row.id())).toList());
    return rows.stream().map(row -> row.open(keys.get(KeyOwner.operation(row.id())))).toList();
  }

  public Optional<StoredOperation> find(String id) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery("select * from operations where id = :id")
                .bind("id", id)
                .map((rs, context) -> OperationRow.read(rs))
                .findOne())
        .map(this::open);
  }

  /** The operation that this initiator has started in an organisation with this idempotency key. */
  public Optional<StoredOperation> findByKey(
      String organisation, String initiator, String idempotencyKey) {
    return jdbi.withHandle(handle -> findByKey(handle, organisation, initiator, idempotencyKey))
        .map(this::open);
  }

  private static Optional<OperationRow> findByKey(
      Handle handle, String organisation, String initiator, @Nullable String key) {
    return handle
        .createQuery(
            """
            select * from operations where organisation_id = :organisation
              and initiator = :initiator and idempotency_key = :key
            """)
        .bind("organisation", organisation)
        .bind("initiator", initiator)
        .bind("key", key)
        .map((rs, context) -> OperationRow.read(rs))
        .findOne();
  }

  /**
   * Operations, newest first.
   *
   * @param after the cursor of an earlier page; null for the first
   * @throws WrongCursorException if the cursor is none
   */
  public Page<StoredOperation> list(OperationFilter filter, @Nullable String after, int limit) {
    PageCursor cursor = PageCursor.parse(after, 2);
    List<OperationRow> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from operations o
                    where organisation_id = :organisation
                      and (cast(:state as text) is null or state = :state)
                      and (cast(:type as text) is null or type = :type)
                      and (cast(:server as text) is null or exists (
                        select from operation_servers s
                        where s.operation = o.id and s.server = :server))
                      and (:everything or initiator = :initiator or (
                        exists (select from operation_servers s where s.operation = o.id)
                        and not exists (
                          select from operation_servers s
                          where s.operation = o.id and s.server <> all(:servers))))
                      and (cast(:by as text) is null or initiator = :by)
                      and (cast(:since as timestamptz) is null or created_at >= :since)
                      and (cast(:prefix as text) is null or starts_with(id, :prefix))
                      and (cast(:label as text) is null or exists (
                        select from operation_servers l join servers s on s.name = l.server
                        where l.operation = o.id and s.labels ->> :label = :value))
                      and (:measurements or idempotency_key is null
                        or not starts_with(idempotency_key, :measurement))
                      and (cast(:at as text) is null
                        or (created_at, id) < (cast(:at as timestamptz), :id))
                    order by created_at desc, id desc limit :limit
                    """)
                .bind("organisation", filter.organisation())
                .bind("state", filter.state() == null ? null : filter.state().word())
                .bind("type", filter.type())
                .bind("server", filter.server())
                .bind("everything", filter.visible().servers() == null)
                .bind("initiator", filter.visible().initiator())
                .bindArray(
                    "servers",
                    String.class,
                    Objects.requireNonNullElse(filter.visible().servers(), List.of()))
                .bind("by", filter.by())
                .bind(
                    "since",
                    filter.since() == null ? null : filter.since().atOffset(ZoneOffset.UTC))
                .bind("prefix", filter.prefix())
                .bind("label", filter.label() == null ? null : filter.label().key())
                .bind("value", filter.label() == null ? null : filter.label().value())
                .bind("measurements", filter.measurements())
                .bind("measurement", OperationFilter.MEASUREMENT)
                .bind("at", cursor == null ? null : cursor.fields().get(0))
                .bind("id", cursor == null ? null : cursor.fields().get(1))
                .bind("limit", limit + 1)
                .map((rs, context) -> OperationRow.read(rs))
                .list());
    if (found.size() <= limit) {
      return new Page<>(opened(found), null);
    }
    StoredOperation last = found.get(limit - 1).clear();
    return new Page<>(
        opened(found.subList(0, limit)),
        PageCursor.of(last.createdAt().toString(), last.id()).word());
  }

  /** Whether what an operation was given is erased. */
  public boolean erased(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select exists (select from data_keys where operation = :id and wrapped is null)")
            .bind("id", operation)
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * Whether an operation was ever started in an organisation on the server of this full name, or by
   * somebody of this name.
   */
  public boolean knows(String organisation, @Nullable String server, @Nullable String initiator) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select exists (select from operation_servers s join operations o on o.id = s.operation
                    where s.server = :server and o.organisation_id = :organisation)
                  or exists (select from operations
                    where organisation_id = :organisation and initiator = :initiator)
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .bind("initiator", initiator)
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * Operations that have not ended and are older than this, by their ids.
   *
   * @param started whether they are known to have started
   * @param after only those with a greater id
   * @param most at least 1
   */
  public List<StoredOperation> open(boolean started, Duration olderThan, String after, int most) {
    return opened(
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from operations
                    where ended_at is null
                      and created_at < now() - cast(:millis as bigint) * interval '1 millisecond'
                      and (run_id is not null) = :started and id > :after
                    order by id limit :most
                    """)
                .bind("millis", olderThan.toMillis())
                .bind("started", started)
                .bind("after", after)
                .bind("most", most)
                .map((rs, context) -> OperationRow.read(rs))
                .list()));
  }

  /** The servers of an operation, sorted by name. */
  public List<OperationServer> servers(String operation) {
    return servers(List.of(operation)).getOrDefault(operation, List.of());
  }

  /** The servers of several operations, by operation, sorted by name. */
  public Map<String, List<OperationServer>> servers(Collection<String> operations) {
    List<OperationServerRow> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from operation_servers where operation = any(:operations)
                    order by operation, server
                    """)
                .bindArray("operations", String.class, List.copyOf(operations))
                .map((rs, context) -> OperationServerRow.read(rs))
                .list());
    Map<KeyOwner, DataKey> keys =
        atRest
            .keys()
            .find(
                rows.stream().map(row -> KeyOwner.operation(row.operation())).distinct().toList());
    return rows.stream()
        .map(row -> row.open(keys.get(KeyOwner.operation(row.operation()))))
        .collect(Collectors.groupingBy(OperationServer::operation));
  }

  /** On how many servers an operation is. */
  public int countServers(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select count(*)::int from operation_servers where operation = :operation")
            .bind("operation", operation)
            .mapTo(Integer.class)
            .one());
  }

  /** The task queues of those servers of an operation that are in a region, by name. */
  public Map<String, String> routes(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select s.name, s.region from operation_servers o join servers s on s.name = o.server
                where o.operation = :operation and s.region is not null order by s.name
                """)
            .bind("operation", operation)
            .map((rs, context) ->
                Map.entry(rs.getString("name"), TaskQueues.ssh(rs.getString("region"))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * Records that the workflow runs; the first run's id stays.
   *
   * @return the operation as it is then
   */
  public StoredOperation recordRun(StoredOperation operation, String runId) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "update operations set run_id = :run where id = :id and run_id is null returning *")
                .bind("run", runId)
                .bind("id", operation.id())
                .map((rs, context) -> OperationRow.read(rs))
                .findOne())
        .map(this::open)
        .or(() -> find(operation.id()))
        .orElse(operation);
  }

  /** Records how far an operation is; without effect once it has ended. */
  public void recordOperation(OperationUpdate update) {
    recording.operation(update);
  }

  /** Records how an operation goes about its servers; without effect once it has ended. */
  public void recordPace(String operation, Pace pace) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operations set concurrency = :concurrency, wave = :wave, waves = :waves
                where id = :id and ended_at is null
                  and (concurrency, wave, waves) is distinct from (:concurrency, :wave, :waves)
                """)
            .bind("id", operation)
            .bind("concurrency", pace.concurrency())
            .bind("wave", pace.wave())
            .bind("waves", pace.waves())
            .execute());
  }

  /** Records how it stands with gates between waves; without effect once it has ended. */
  public void recordGates(String operation, GateLook look) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operations set gates = cast(:gates as jsonb)
                where id = :id and ended_at is null
                """)
            .bind("id", operation)
            .bind("gates", JsonPayloads.write(OperationGates.of(look)))
            .execute());
  }

  /** Records that servers are worked on whose state allows it. */
  public void recordRunning(
      String operation, Collection<String> servers, @Nullable Integer attempt) {
    recording.running(operation, servers, attempt);
  }

  /** Records how far an operation is on servers; one that has ended does not go back. */
  public void recordServers(String operation, List<ServerResult> results) {
    recording.servers(operation, results);
  }

  /** Ends an operation, and all its servers that had not ended, because its workflow is gone. */
  public void close(
      String operation,
      OperationState state,
      @Nullable String reason,
      @Nullable FailureData failure) {
    recording.close(operation, state, reason, failure);
  }
}
