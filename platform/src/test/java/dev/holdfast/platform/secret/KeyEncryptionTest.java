package dev.holdfast.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyEncryptionTest {
  private static final byte[] FOR = "row".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> NONE = Map.of();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve(Keyset.SECRETS);
  }

  @Test
  void shouldEncryptAFileThatWasInClearAndReadItAgain() throws Exception {
    byte[] cipher = keyset(NONE).encrypt(FOR, FOR);
    assertThat(Files.readString(file)).contains("\"key\"");

    assertThat(keyset(variable(1)).decrypt(cipher, FOR)).isEqualTo(FOR);
    assertThat(Files.readString(file)).contains("encryptedKeyset").doesNotContain("keyData");
    assertThat(keyset(variable(1)).decrypt(cipher, FOR)).isEqualTo(FOR);
  }

  @Test
  void shouldSayWhatIsMissingOrWrong() {
    keyset(variable(1));

    assertThatThrownBy(() -> keyset(NONE))
        .hasMessageContainingAll(file.toString(), "is encrypted", "HOLDFAST_KEK_FILE");
    assertThatThrownBy(() -> keyset(variable(2))).hasMessageContaining("does not fit");
    assertThatThrownBy(() -> keyset(Map.of("HOLDFAST_KEK", "c2hvcnQ=")))
        .hasMessageContaining("HOLDFAST_KEK must be 32 bytes in base64")
        .hasMessageNotContaining("c2hvcnQ=");
    assertThatThrownBy(
            () -> keyset(Map.of("HOLDFAST_KEK", key(1), "HOLDFAST_KEK_FILE", "/nowhere")))
        .hasMessageContaining("both set");
    assertThatThrownBy(() -> keyset(Map.of("HOLDFAST_KEK_FILE", "/nowhere")))
        .hasMessageContaining("cannot read /nowhere");
  }

  @Test
  void shouldChangeTheKeyThatEncryptsAndGoBackToNone() throws Exception {
    byte[] cipher = keyset(variable(1)).encrypt(FOR, FOR);

    keyset(Map.of("HOLDFAST_KEK", key(2), "HOLDFAST_KEK_PREVIOUS", key(1)));
    assertThat(keyset(variable(2)).decrypt(cipher, FOR)).isEqualTo(FOR);
    assertThatThrownBy(() -> keyset(variable(1))).hasMessageContaining("does not fit");

    keyset(Map.of("HOLDFAST_KEK_PREVIOUS", key(2)));
    assertThat(keyset(NONE).decrypt(cipher, FOR)).isEqualTo(FOR);
  }

  @Test
  void shouldKeepItEncryptedWhenAKeyIsAdded() throws Exception {
    Keyset keys = keyset(variable(1));
    byte[] cipher = keys.encrypt(FOR, FOR);

    keys.rotate();

    assertThat(Files.readString(file)).contains("encryptedKeyset");
    assertThat(keyset(variable(1)).keyIds()).hasSize(2);
    assertThat(keyset(variable(1)).decrypt(cipher, FOR)).isEqualTo(FOR);
  }

  @Test
  void shouldTakeNoFileForTheOther() throws Exception {
    keyset(variable(1));
    Path other = directory.resolve(Keyset.PAYLOADS);
    Files.copy(file, other);

    assertThatThrownBy(() -> new Keyset(other, KeyEncryption.of(variable(1))))
        .hasMessageContaining("does not fit");
  }

  @Test
  void shouldAskAProgram() throws Exception {
    Path program = directory.resolve("kms");
    Files.writeString(
        program,
        """
        case $1 in
          wrap) base64 -d | tr '\\000-\\377' '\\001-\\377\\000' | base64 -w 0 ;;
          unwrap) base64 -d | tr '\\001-\\377\\000' '\\000-\\377' | base64 -w 0 ;;
        esac
        """);
    Map<String, String> asked = Map.of("HOLDFAST_KEK_COMMAND", "sh " + program);
    byte[] cipher = keyset(asked).encrypt(FOR, FOR);

    assertThat(keyset(asked).decrypt(cipher, FOR)).isEqualTo(FOR);
    assertThat(Files.readString(file)).contains("encryptedKeyset");
    assertThatThrownBy(
            () -> keyset(Map.of("HOLDFAST_KEK_COMMAND", "echo 'the service is away' >&2; exit 3;")))
        .hasMessageContainingAll("unwrap ended with 3", "the service is away");
  }

  private Keyset keyset(Map<String, String> environment) {
    return new Keyset(file, KeyEncryption.of(environment));
  }

  private static Map<String, String> variable(int number) {
    return Map.of("HOLDFAST_KEK", key(number));
  }

  private static String key(int number) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) number);
    return Base64.getEncoder().encodeToString(key);
  }
}
