package dev.holdfast.schemas.change;

import dev.holdfast.schemas.server.HostKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host keys on a server's disk.
 *
 * @param files those that sshd is to use, as far as they are there
 * @param kept the public halves of those that are kept aside
 */
public record HostKeyFacts(List<File> files, List<HostKey> kept) {
  /** What a query calls them: there is one set on a server. */
  public static final String ALL = "all";

  public HostKeyFacts {
    files = List.copyOf(files);
    kept = List.copyOf(kept);
  }

  /**
   * @param path of the private half
   * @param bits its length
   * @param key null where it cannot be read
   * @param obstacle why the file cannot be replaced, such as a symbolic link; empty where it can
   */
  public record File(String path, int bits, @Nullable HostKey key, String obstacle) {}
}
