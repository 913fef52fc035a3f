package dev.holdfast.bench;

import dev.holdfast.activities.transfer.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of this machine, as sftp sends one. */
record LocalContent(Path path, String sha256) implements Content {
  private static final int BUFFER = 1 << 20;

  @Override
  public long size() {
    return path.toFile().length();
  }

  @Override
  public InputStream open(long offset) throws IOException {
    FileChannel file = (FileChannel) Files.newByteChannel(path);
    return new BufferedInputStream(Channels.newInputStream(file.position(offset)), BUFFER);
  }
}
