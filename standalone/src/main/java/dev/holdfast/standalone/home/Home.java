package dev.holdfast.standalone.home;

import dev.holdfast.api.auth.FirstStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The platform's home directory ({@code HOLDFAST_HOME}) and where everything is in it.
 *
 * @param bin the programs, built or unpacked; homes of one checkout share them
 */
public record Home(Path root, Path bin) {

  public Home {
    root = root.toAbsolutePath().normalize();
    bin = bin.toAbsolutePath().normalize();
  }

  /** The home named by {@code HOLDFAST_HOME}, else {@code .holdfast} in the working directory. */
  public static Home ofEnvironment() {
    String named = System.getenv("HOLDFAST_HOME");
    Path root = Path.of(named == null || named.isBlank() ? ".holdfast" : named);
    String programs = System.getenv("HOLDFAST_BIN");
    return new Home(
        root, programs == null || programs.isBlank() ? root.resolve("bin") : Path.of(programs));
  }

  public Path run() {
    return root.resolve("run");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path log(String part) {
    return logs().resolve(part + ".log");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path certificates() {
    return root.resolve("certificates");
  }

  public Path temporal() {
    return root.resolve("temporal");
  }

  /** The token that the API has made for Prometheus. */
  public Path metricsToken() {
    return root.resolve(FirstStart.METRICS_TOKEN);
  }

  public Path postgres() {
    return root.resolve("postgresql");
  }

  public Path redis() {
    return root.resolve("redis");
  }

  /**
   * Creates the directories, open to their owner only. Where root owns them, the services' user may
   * pass through the first one to reach its own.
   */
  public void create() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(
        root, PosixFilePermissions.fromString(ServiceUser.isRoot() ? "rwx--x--x" : "rwx------"));
    for (Path directory : new Path[] {run(), logs(), keys(), certificates(), temporal()}) {
      OwnerFiles.directory(directory);
    }
    Files.createDirectories(bin);
  }
}
