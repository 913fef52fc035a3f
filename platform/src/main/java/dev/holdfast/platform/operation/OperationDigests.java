package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.ClearValues;
import dev.holdfast.platform.atrest.KeyedDigests;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The digests of what was asked for, by which a repeated request is known. */
public final class OperationDigests {
  static final String PURPOSE = "operation-input";

  private static final int ROWS = 500;

  private final Jdbi jdbi;
  private final KeyedDigests digests;

  public OperationDigests(Jdbi jdbi, KeyedDigests digests) {
    this.jdbi = jdbi;
    this.digests = digests;
  }

  /** Replaces some digests that are not keyed; returns how many, 0 if none is left. */
  public int replaceSome() {
    // Its key is not to be read or made within the transaction.
    digests.of(PURPOSE, "");
    return jdbi.inTransaction(handle -> {
      ClearValues.lock(handle);
      Map<String, String> plain =
          handle
              .createQuery(
                  """
                  select id, input_sha256 from operations where input_sha256 not like 'hmac:%%'
                  order by id limit %d for update skip locked
                  """
                      .formatted(ROWS))
              .setMapKeyColumn("id")
              .setMapValueColumn("input_sha256")
              .collectInto(new GenericType<Map<String, String>>() {});
      if (!plain.isEmpty()) {
        PreparedBatch batch =
            handle.prepareBatch("update operations set input_sha256 = ? where id = ?");
        plain.forEach((id, digest) -> batch.add(digests.of(PURPOSE, digest), id));
        batch.execute();
      }
      return plain.size();
    });
  }
}
