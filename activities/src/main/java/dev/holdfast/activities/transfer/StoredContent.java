package dev.holdfast.activities.transfer;

import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import java.io.InputStream;

/** A file of the platform's store. */
public record StoredContent(FileStore files, StoredFile file) implements Content {

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public String sha256() {
    return file.sha256();
  }

  @Override
  public InputStream open(long offset) {
    return files.read(file, offset);
  }
}
