package dev.holdfast.standalone.process;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.home.OwnerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of the platform's processes in {@code run/}. */
public final class RunRecords {

  /** The JVM that supervises the others and runs API and worker. */
  public static final String PLATFORM = "platform";

  /** Prefix of the records of additional worker processes. */
  public static final String WORKER = "worker-";

  private final Path directory;

  public RunRecords(Home home) {
    this.directory = home.run();
  }

  /** The record of {@code part}; empty if there is none, also when a crash left half of one. */
  public Optional<RunRecord> read(String part) {
    return read(file(part));
  }

  /** The record of {@code part} if its process is alive. */
  public Optional<RunRecord> alive(String part) {
    return read(part).filter(RunRecord::alive);
  }

  public List<RunRecord> workers() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<RunRecord> workers = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(WORKER) && name.endsWith(".json")) {
          read(file).ifPresent(workers::add);
        }
      }
    }
    return workers;
  }

  public void write(RunRecord record) throws IOException {
    OwnerFiles.directory(directory);
    HomeJson.write(file(record.part()), record);
  }

  public void delete(String part) throws IOException {
    Files.deleteIfExists(file(part));
  }

  private Path file(String part) {
    return directory.resolve(part + ".json");
  }

  private static Optional<RunRecord> read(Path file) {
    try {
      return Optional.of(HomeJson.read(file, RunRecord.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
