package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Puts a finished file in a place where there is none. */
public final class NewFile {
  private final Link link;

  /** Gives a file a second name. */
  @FunctionalInterface
  interface Link {
    void create(Path name, Path existing) throws IOException;
  }

  /** Puts files in place on any file system, with hard links or without. */
  public NewFile() {
    this(Files::createLink);
  }

  NewFile(Link link) {
    this.link = link;
  }

  /**
   * Makes the temporary file appear as the target, whole and at once; the temporary name may stay.
   *
   * @param temporary in the target's directory
   * @throws FileAlreadyExistsException if something is there, which stays as it is
   */
  public void put(Path temporary, Path target) throws IOException {
    try {
      // A link fails where something is there; a rename would replace it.
      link.create(target, temporary);
    } catch (UnsupportedOperationException e) {
      rename(temporary, target);
    } catch (AccessDeniedException | FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      // What vfat and network file systems say differs.
      rename(temporary, target);
    }
  }

  /** An empty file of ours holds the place, so that the rename replaces nobody else's. */
  private static void rename(Path temporary, Path target) throws IOException {
    Files.createFile(target);
    try {
      BasicFileAttributes held =
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (held.size() > 0 || !held.isRegularFile()) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }
}
