package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which mounts are ours: one file for each, in {@code mounts} of the launcher's home. */
final class MountRecords {
  private final Path directory;

  MountRecords(Surroundings surroundings) {
    this.directory = surroundings.home().toAbsolutePath().resolve("mounts");
  }

  /** All of them, by their place here. */
  List<Mount> all() {
    List<Mount> mounts = new ArrayList<>();
    for (Path file : files()) {
      try {
        mounts.add(Mount.parse(Json.parse(Files.readString(file))));
      } catch (IOException | RuntimeException e) {
        // Gone in the meantime, or written by somebody else.
      }
    }
    mounts.sort(Comparator.comparing(Mount::local));
    return mounts;
  }

  Optional<Mount> at(Path local) {
    return all().stream().filter(mount -> mount.local().equals(local)).findFirst();
  }

  /** Keeps a record, whole or not at all. */
  void add(Mount mount) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path fresh = directory.resolve(mount.id() + ".new");
      Files.writeString(fresh, mount.document().toPrettyString());
      Files.move(fresh, file(mount), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void remove(Mount mount) {
    try {
      Files.deleteIfExists(file(mount));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Path file(Mount mount) {
    return directory.resolve(mount.id() + ".json");
  }

  private List<Path> files() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(file -> file.toString().endsWith(".json")).toList();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Failure unusable(IOException e) {
    return new Failure(
        ExitCode.FAILED,
        "cannot keep a record of mounts in " + directory + ": " + e.getMessage(),
        "set HOLDFAST_HOME to a directory of yours");
  }
}
