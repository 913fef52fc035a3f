package dev.holdfast.schemas.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizedKeyLineTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# " + KEY,
        "  # " + KEY,
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
        "ssh-ed25519 AAAA",
        "ssh-ed25519",
        "no-pty, " + KEY,
        "command=\"unfinished " + KEY,
        "- " + KEY
      })
  void shouldPassOverWhatIsNoKey(String line) {
    assertThat(AuthorizedKeyLine.parse(line)).isEmpty();
  }

  @Test
  void shouldReadOptionsAsSshdDoes() {
    AuthorizedKeyLine line =
        AuthorizedKeyLine.parse(
                "  No-PTY,command=\"echo \\\"a b\\\", c\",from=\"10.0.0.0/8\"\t" + KEY + " ann b")
            .orElseThrow();

    assertThat(line.options())
        .isEqualTo(Map.of("no-pty", "", "command", "echo \"a b\", c", "from", "10.0.0.0/8"));
    assertThat(line.key()).isEqualTo(new PublicKeyBlob("ssh-ed25519", 256));
    assertThat(line.comment()).isEqualTo("ann b");
    assertThat(AuthorizedKeyLine.parse("\t" + KEY).orElseThrow().options()).isEmpty();
  }
}
