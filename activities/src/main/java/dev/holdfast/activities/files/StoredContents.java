package dev.holdfast.activities.files;

import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import dev.holdfast.schemas.change.FileResource;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * Reads contents of files from the platform's store, where they are compared: from then on they are
 * in the plan, however long the store keeps them. Thread-safe.
 */
public final class StoredContents {
  private final FileStore files;

  public StoredContents(FileStore files) {
    this.files = files;
  }

  /**
   * What is desired, with its content.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if the store has no such file,
   *     or one that is too large to be undone
   */
  public Resource desired(String organisation, Resource desired) {
    return desired instanceof FileResource file && file.stored() != null
        ? read(organisation, file, file.stored())
        : desired;
  }

  private FileResource read(String organisation, FileResource file, String sha256) {
    StoredFile found =
        files
            .find(organisation, sha256)
            .orElseThrow(() ->
                refused(file, "the file %s is no longer stored; bring it again".formatted(sha256)));
    if (found.size() > ServerSetupInput.LARGEST_STORED) {
      throw refused(file, "the file " + sha256 + " has more than 256 KiB; use copy");
    }
    try (InputStream content = files.read(found, 0)) {
      return file.with(Base64.getEncoder().encodeToString(content.readAllBytes()), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException refused(FileResource file, String why) {
    return Failures.of(FailureType.BAD_INPUT, "files: %s: %s".formatted(file.path(), why));
  }
}
