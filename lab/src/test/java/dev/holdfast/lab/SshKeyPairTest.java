package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class SshKeyPairTest {

  @RepeatedTest(5)
  void shouldBeReadByOpenSshWhenGenerated(@TempDir Path directory) throws Exception {
    SshKeyPair pair = SshKeyPair.generate("a comment");
    Path file =
        Files.createFile(
            directory.resolve("key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, pair.privateKey());

    List<String> printed = new ArrayList<>();
    Program.run(List.of("ssh-keygen", "-y", "-f", file.toString()), Map.of(), printed::add);

    assertThat(printed).containsExactly(pair.publicKey());
    assertThat(pair.publicKey()).isNotEqualTo(SshKeyPair.generate("a comment").publicKey());
  }
}
