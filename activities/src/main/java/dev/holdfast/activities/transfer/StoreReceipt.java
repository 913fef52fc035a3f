package dev.holdfast.activities.transfer;

import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import java.io.OutputStream;

/**
 * Into the platform's store.
 *
 * @param owner the user who may have the file
 */
public record StoreReceipt(FileStore files, Arrival arrival, String owner)
    implements Downloads.Receipt {

  @Override
  public long there() {
    return arrival.there();
  }

  @Override
  public String sha256OfThere() {
    return arrival.sha256OfThere();
  }

  @Override
  public OutputStream from(long offset) {
    return arrival.from(offset);
  }

  @Override
  public String complete() {
    return files.complete(arrival, owner).sha256();
  }
}
