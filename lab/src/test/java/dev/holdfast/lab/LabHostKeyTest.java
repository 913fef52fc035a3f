package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabHostKeyTest {

  private static final String LINE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKPZ5lgp9VmNs6k0gGXRRGvDKtbBIhsyHhQdDbn5JgSm root@lab-1";

  @Test
  void shouldDropTheCommentWhenParsed() {
    assertThat(LabHostKey.parse(LINE + "\n").publicKey() + " root@lab-1").isEqualTo(LINE);
  }

  @Test
  void shouldSayWhatItGotWhenALineIsNoKey() {
    assertThatThrownBy(() -> LabHostKey.parse("garbage"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("garbage");
  }

  @Test
  void shouldNameAddressAndPortInKnownHosts() {
    LabServer server =
        new LabServer(
            "lab-1",
            "127.0.0.1",
            22001,
            "debian",
            "c",
            "running",
            List.of(LabHostKey.parse(LINE)),
            Path.of("id"));

    assertThat(server.knownHosts())
        .startsWith("[127.0.0.1]:22001 ssh-ed25519 AAAA")
        .endsWith("JgSm\n");
  }
}
