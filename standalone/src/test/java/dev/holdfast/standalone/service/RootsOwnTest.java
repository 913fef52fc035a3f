package dev.holdfast.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootsOwnTest {
  @Test
  void shouldFindWhatOthersThanRootCanChange(@TempDir Path directory) throws Exception {
    Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(RootsOwn.changedByOthers(program)).isPresent();
    assertThat(RootsOwn.changedByOthers(Path.of("/bin/sh"))).isEmpty();
  }
}
