package dev.holdfast.cli.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * An archive that a server has packed, which may be hostile: nothing of it is written outside the
 * directory that it is unpacked into.
 *
 * <p>Links are made when everything else is there, so that nothing is written through one. Owners
 * are the user who unpacks it; set-user-id and set-group-id bits are dropped.
 */
final class TarArchive {
  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path directory;
  private final Map<Path, TarArchiveEntry> directories = new LinkedHashMap<>();
  private final Map<Path, String> links = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();

  private TarArchive(Path directory) {
    this.directory = directory;
  }

  /**
   * Unpacks an archive.
   *
   * @param directory new and empty
   * @return the names of what can be no part of a directory here, such as devices
   * @throws IOException also where the archive names a place outside it
   */
  static List<String> unpack(InputStream archive, Path directory) throws IOException {
    TarArchive unpacked = new TarArchive(directory);
    try (TarArchiveInputStream entries = new TarArchiveInputStream(archive, "UTF-8")) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        unpacked.add(entry, entries);
      }
      unpacked.finish();
    } catch (InvalidPathException e) {
      throw new IOException("the server's archive has a name that is none here: " + e.getReason());
    }
    return unpacked.leftOut;
  }

  private void add(TarArchiveEntry entry, InputStream bytes) throws IOException {
    Path place = place(entry.getName());
    if (entry.isDirectory()) {
      Files.createDirectories(place);
      directories.put(place, entry);
    } else if (entry.isSymbolicLink()) {
      links.put(place, entry.getLinkName());
    } else if (entry.isLink()) {
      Files.createDirectories(place.getParent());
      Files.copy(place(entry.getLinkName()), place, LinkOption.NOFOLLOW_LINKS);
      dress(place, entry);
    } else if (isFile(entry)) {
      Files.createDirectories(place.getParent());
      Files.createFile(place, PosixFilePermissions.asFileAttribute(PRIVATE));
      try (var out = Files.newOutputStream(place)) {
        bytes.transferTo(out);
      }
      dress(place, entry);
    } else {
      leftOut.add(entry.getName());
    }
  }

  private void finish() throws IOException {
    // All of their directories before the first of them, lest one is made through another.
    for (Path link : links.keySet()) {
      Files.createDirectories(link.getParent());
    }
    for (Map.Entry<Path, String> link : links.entrySet()) {
      Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
    }
    // The deepest first: what one may not write in is made before it gets its mode.
    for (Map.Entry<Path, TarArchiveEntry> made : List.copyOf(directories.entrySet()).reversed()) {
      dress(made.getKey(), made.getValue());
    }
  }

  /** The library takes all for files that are no directories. */
  private static boolean isFile(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
      default -> entry.isSparse();
    };
  }

  private Path place(String name) throws IOException {
    Path path = Path.of(name).normalize();
    if (path.isAbsolute() || path.startsWith("..")) {
      throw new IOException("the server's archive names a place outside the directory: " + name);
    }
    Path place = directory.resolve(path).normalize();
    if (!place.startsWith(directory)) {
      throw new IOException("the server's archive names a place outside the directory: " + name);
    }
    return place;
  }

  private static void dress(Path place, TarArchiveEntry entry) throws IOException {
    Files.setLastModifiedTime(place, FileTime.from(entry.getLastModifiedTime().toInstant()));
    Files.setPosixFilePermissions(place, permissions(entry.getMode()));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's read on
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }
}
