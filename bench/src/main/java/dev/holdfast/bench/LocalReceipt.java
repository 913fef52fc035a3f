package dev.holdfast.bench;

import dev.holdfast.activities.transfer.Downloads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Into a file of this machine, as sftp fetches one; hashed on its way. For one thread. */
final class LocalReceipt implements Downloads.Receipt {
  private final Path path;
  private final MessageDigest digest;

  LocalReceipt(Path path) {
    this.path = path;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long there() {
    return 0;
  }

  @Override
  public String sha256OfThere() {
    throw new IllegalStateException("nothing is there");
  }

  @Override
  public OutputStream from(long offset) {
    try {
      return new DigestOutputStream(Files.newOutputStream(path), digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String complete() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
