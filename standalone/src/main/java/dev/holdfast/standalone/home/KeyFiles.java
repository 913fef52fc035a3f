package dev.holdfast.standalone.home;

import dev.holdfast.platform.secret.Keyset;
import java.nio.file.Path;
import java.util.List;

/** The files of the keys with which everything is encrypted. */
public final class KeyFiles {
  private KeyFiles() {}

  /**
   * Opens them before anything else is started: without them nothing can be read.
   *
   * @throws PlatformFailure saying which cannot be opened, and what to do
   */
  public static void open(Path directory) {
    for (String file : List.of(Keyset.SECRETS, Keyset.PAYLOADS)) {
      try {
        var _ = new Keyset(directory.resolve(file));
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new PlatformFailure(PlatformFailure.FAILED, String.valueOf(e.getMessage()));
      }
    }
  }
}
