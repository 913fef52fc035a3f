package dev.holdfast.cli.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that stand first on the PATH and write down how they were started. */
final class StandIn {
  private final Path bin;

  StandIn(Path directory) throws IOException {
    this.bin = Files.createDirectory(directory.resolve("bin"));
  }

  /** A program that writes down its arguments and variables, and then does this. */
  StandIn program(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(
        file,
        """
        #!/bin/sh
        printf '%%s\\n' "$@" > '%s'
        env > '%s'
        %s
        """
            .formatted(bin.resolve(name + ".arguments"), bin.resolve(name + ".variables"), script));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return this;
  }

  String path() {
    return bin + ":/usr/bin:/bin";
  }

  /** Only these programs, and none of the machine's. */
  String alone() {
    return bin.toString();
  }

  String arguments(String name) throws IOException {
    return Files.readString(bin.resolve(name + ".arguments"));
  }

  String variables(String name) throws IOException {
    return Files.readString(bin.resolve(name + ".variables"));
  }

  boolean started(String name) {
    return Files.exists(bin.resolve(name + ".arguments"));
  }
}
