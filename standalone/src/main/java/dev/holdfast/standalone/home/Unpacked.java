package dev.holdfast.standalone.home;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs that come as Maven artifacts, unpacked once into {@code bin/}. */
public final class Unpacked {

  private Unpacked() {}

  /** The directory of PostgreSQL, with {@code bin/postgres} in it. */
  public static Path postgres(Home home) throws IOException {
    Path target = home.bin().resolve("postgresql-" + version("postgresql"));
    if (!Files.isDirectory(target)) {
      Path fresh = Files.createTempDirectory(home.bin(), ".postgresql");
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (InputStream archive =
              resource("postgres-linux-" + architecture("x86_64", "arm_64") + ".txz");
          TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
        extract(tar, fresh);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }

  /** The Redis server program. */
  public static Path redis(Home home) throws IOException {
    Path directory = home.bin().resolve("redis-" + version("redis"));
    Path target = directory.resolve("redis-server");
    if (!Files.exists(target)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path fresh = Files.createTempFile(directory, ".redis-server", "");
      String name =
          architecture("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-arm64");
      try (InputStream program = resource(name)) {
        Files.copy(program, fresh, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }

  private static void extract(TarArchiveInputStream tar, Path directory) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path path = directory.resolve(entry.getName()).normalize();
      if (!path.startsWith(directory)) {
        throw new IOException("entry outside of the archive: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(path);
      } else if (entry.isSymbolicLink()) {
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      } else {
        Files.createDirectories(path.getParent());
        Files.copy(tar, path);
        boolean runs = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
            path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static String architecture(String amd64, String arm64) {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.equals("linux") && machine.equals("amd64")) {
      return amd64;
    }
    if (system.equals("linux") && machine.equals("aarch64")) {
      return arm64;
    }
    throw new PlatformFailure(
        PlatformFailure.FAILED,
        "the standalone platform runs on Linux (x86-64, arm64), not on " + system + " " + machine);
  }

  private static InputStream resource(String name) throws IOException {
    InputStream stream = Unpacked.class.getResourceAsStream("/" + name);
    if (stream == null) {
      throw new PlatformFailure(
          PlatformFailure.FAILED,
          name + " is not among the application's files: it has no program for this machine");
    }
    return stream;
  }

  private static String version(String program) throws IOException {
    Properties versions = new Properties();
    try (InputStream stream = Unpacked.class.getResourceAsStream("versions.properties")) {
      versions.load(stream);
    }
    return versions.getProperty(program);
  }
}
