package dev.holdfast.platform.file;

import dev.holdfast.platform.atrest.ClearValues;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.KeyedDigests;
import dev.holdfast.platform.atrest.SealedColumn;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What is encrypted of stored files: their chunks, each file's with a key of its own. */
public final class FileContent {
  /** The chunks. */
  public static final SealedColumn CHUNK =
      new SealedColumn(
          KeyOwner.Kind.FILE,
          "file_chunks",
          "file",
          "bytes",
          SealedColumn.Type.BYTES,
          List.of("chunk"));

  private static final String PURPOSE = "file";
  private static final int ROWS = 200;

  private final Jdbi jdbi;
  private final KeyedDigests digests;

  public FileContent(Jdbi jdbi, KeyedDigests digests) {
    this.jdbi = jdbi;
    this.digests = digests;
  }

  /** By which a file with this SHA-256 is found. */
  static String digest(String sha256, KeyedDigests digests) {
    return digests.of(PURPOSE, sha256);
  }

  /** Replaces some digests that are not keyed; returns how many, 0 if none is left. */
  public int replaceSomeDigests() {
    // Its key is not to be read or made within the transaction.
    digest("", digests);
    return jdbi.inTransaction(handle -> {
      ClearValues.lock(handle);
      List<Map.Entry<Long, String>> plain =
          handle
              .createQuery(
                  """
                  select id, sha256 from files where sha256 not like 'hmac:%%'
                  order by id limit %d for update skip locked
                  """
                      .formatted(ROWS))
              .map((rs, _) -> Map.entry(rs.getLong(1), rs.getString(2)))
              .list();
      plain.forEach(file -> replace(handle, file.getKey(), digest(file.getValue(), digests)));
      return plain.size();
    });
  }

  /** A file that is there already under its keyed digest takes the place of this one. */
  private static void replace(Handle handle, long file, String digest) {
    int replaced =
        handle.execute(
            """
            update files set sha256 = ? where id = ?
              and not exists (select from files other
                where other.organisation_id = files.organisation_id and other.sha256 = ?)
            """,
            digest,
            file,
            digest);
    if (replaced == 0) {
      handle.execute(
          """
          insert into file_owners (file, user_name)
          select f.id, o.user_name from file_owners o join files old on old.id = o.file
          join files f on f.organisation_id = old.organisation_id and f.sha256 = ?
          where o.file = ? on conflict do nothing
          """,
          digest,
          file);
      handle.execute(
          """
          insert into operation_files (operation, file)
          select u.operation, f.id from operation_files u join files old on old.id = u.file
          join files f on f.organisation_id = old.organisation_id and f.sha256 = ?
          where u.file = ? on conflict do nothing
          """,
          digest,
          file);
      handle.execute("delete from files where id = ?", file);
    }
  }
}
