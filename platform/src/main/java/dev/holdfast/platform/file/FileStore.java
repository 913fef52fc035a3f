package dev.holdfast.platform.file;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.KeyOwner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Files in PostgreSQL, by organisation and content, in chunks: whatever their size, a few chunks of
 * them are in memory. Thread-safe.
 *
 * <p>A file lives for a day after it was last needed.
 */
public final class FileStore {
  /** How long a file stays after it was brought, or after the last operation with it ended. */
  static final String LIFE = "interval '24 hours'";

  private static final int BUFFER = 1 << 20;

  private final Jdbi jdbi;
  private final AtRest atRest;

  public FileStore(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.atRest = atRest;
  }

  /**
   * A file that is arriving; what has come before under the same name is there.
   *
   * @param name unique to the file and its bringer within the organisation
   */
  public Arrival arrival(String organisation, String name) {
    long id =
        jdbi.withHandle(handle -> {
          handle.execute(
              """
              insert into files (organisation_id, arrival, expires_at) values (?, ?, now() + %s)
              on conflict do nothing
              """
                  .formatted(LIFE),
              organisation,
              name);
          return handle
              .createQuery(
                  "select id from files where organisation_id = :organisation and arrival = :name")
              .bind("organisation", organisation)
              .bind("name", name)
              .mapTo(Long.class)
              .one();
        });
    return new Arrival(jdbi, atRest.keys().of(KeyOwner.file(id)), organisation, id);
  }

  /**
   * Makes an arrival a file that its owner may use, as it is now.
   *
   * <p>Its hash is that of what is stored: nobody else can have written to it meanwhile.
   */
  public StoredFile complete(Arrival arrival, String owner) {
    Arrival.Whole whole = arrival.whole();
    String digest = FileContent.digest(whole.sha256(), atRest.digests());
    return jdbi.inTransaction(handle -> {
      int completed =
          handle
              .createUpdate(
                  """
                  update files set sha256 = :digest, arrival = null, expires_at = now() + %s
                  where id = :id and cast(xmin as text) = :version
                    and not exists (select from files
                      where organisation_id = :organisation and sha256 in (:digest, :sha256))
                  """
                      .formatted(LIFE))
              .bind("organisation", arrival.organisation())
              .bind("digest", digest)
              .bind("sha256", whole.sha256())
              .bind("id", arrival.id())
              .bind("version", whole.version())
              .execute();
      if (completed == 0) {
        handle.execute(
            "delete from files where id = ? and sha256 is null and cast(xmin as text) = ?",
            arrival.id(),
            whole.version());
      }
      StoredFile file =
          needed(handle, arrival.organisation(), whole.sha256(), digest)
              .orElseThrow(
                  () -> new IllegalStateException("somebody else brings the same file now"));
      handle.execute(
          "insert into file_owners (file, user_name) values (?, ?) on conflict do nothing",
          file.id(),
          owner);
      return file;
    });
  }

  /** Forgets what has arrived of a file. */
  public void forget(Arrival arrival) {
    jdbi.useHandle(handle ->
        handle.execute(
            "delete from files where organisation_id = ? and id = ? and sha256 is null",
            arrival.organisation(),
            arrival.id()));
  }

  /** Keeps files as evidence for as long as there is a record of the operation. */
  public void keep(String operation, List<StoredFile> evidence) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into operation_files (operation, file, evidence)
                select :operation, id, true from files
                where id = any(:files) and organisation_id =
                  (select organisation_id from operations where id = :operation)
                on conflict (operation, file) do update set evidence = true
                """)
            .bind("operation", operation)
            .bindArray("files", Long.class, evidence.stream().map(StoredFile::id).toList())
            .execute());
  }

  /** The file of an organisation with this hash. */
  public Optional<StoredFile> find(String organisation, String sha256) {
    String digest = FileContent.digest(sha256, atRest.digests());
    return jdbi.withHandle(handle -> needed(handle, organisation, sha256, digest));
  }

  /** The file of an organisation with this hash, if this user may have it. */
  public Optional<StoredFile> find(String organisation, String sha256, String user) {
    return find(organisation, sha256)
        .filter(file ->
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        "select exists (select from file_owners where file = :file and user_name = :user)")
                    .bind("file", file.id())
                    .bind("user", user)
                    .mapTo(Boolean.class)
                    .one()));
  }

  /**
   * Whoever looks for a file is about to need it.
   *
   * @param digest the file's is this, or, of an earlier version, its SHA-256
   */
  private static Optional<StoredFile> needed(
      Handle handle, String organisation, String sha256, String digest) {
    return handle
        .createQuery(
            """
            update files set expires_at = greatest(expires_at, now() + %s)
            where id = (select id from files
              where organisation_id = :organisation and sha256 in (:digest, :sha256)
              order by sha256 = :digest desc limit 1)
            returning id, size
            """
                .formatted(LIFE))
        .bind("organisation", organisation)
        .bind("digest", digest)
        .bind("sha256", sha256)
        .map((rs, context) -> new StoredFile(rs.getLong("id"), sha256, rs.getLong("size")))
        .findOne();
  }

  /** The bytes of a file from an offset on; they are read as they are needed. */
  public InputStream read(StoredFile file, long offset) {
    DataKey key = atRest.keys().find(KeyOwner.file(file.id())).orElse(null);
    return new ChunkInput(jdbi, key, file.id(), offset, file.size());
  }

  /**
   * Removes what nobody needs any more: files that have expired and are the input of no operation
   * that is open, or ended less than a day ago, nor the evidence of any. While such an input of an
   * earlier version is not encrypted, and so not searched for its files, none is removed.
   *
   * @return how many
   */
  public int sweep() {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            delete from files where expires_at < now() and (sha256 is null or (
              not exists (
                select from operation_files f join operations o on o.id = f.operation
                where f.file = files.id
                  and (f.evidence or o.ended_at is null or o.ended_at > now() - %1$s))
              and not exists (
                select from operations
                where input is not null and (ended_at is null or ended_at > now() - %1$s))))
            """
                .formatted(LIFE)));
  }

  /** The SHA-256 of a stream's bytes, to be gone on with. */
  static MessageDigest digest(InputStream bytes) {
    try (bytes) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
