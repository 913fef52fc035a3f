package dev.holdfast.schemas.fetch;

import dev.holdfast.schemas.transfer.RemotePath;
import dev.holdfast.schemas.transfer.Via;
import org.jspecify.annotations.Nullable;

/**
 * A file on servers that is to be in the platform's store.
 *
 * @param path its absolute path
 * @param sudo read it as root
 * @param via how; null chooses
 */
public record FetchInput(String path, boolean sudo, @Nullable Via via) {

  public FetchInput {
    RemotePath.file("path", path);
    if (sudo && via != null && via != Via.STREAM) {
      throw new IllegalArgumentException(
          "via: " + via.word() + " cannot read as root; leave it out, or take stream");
    }
  }
}
