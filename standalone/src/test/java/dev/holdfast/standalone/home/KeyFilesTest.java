package dev.holdfast.standalone.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.secret.Keyset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  @TempDir private Path directory;

  @Test
  void shouldMakeBothOnceAndOpenThemAgain() throws IOException {
    KeyFiles.open(directory);
    String secrets = Files.readString(directory.resolve(Keyset.SECRETS));

    KeyFiles.open(directory);

    assertThat(directory.resolve(Keyset.PAYLOADS)).exists();
    assertThat(Files.readString(directory.resolve(Keyset.SECRETS))).isEqualTo(secrets);
  }

  @Test
  void shouldSayWhichCannotBeOpened() throws IOException {
    KeyFiles.open(directory);
    Path payloads = directory.resolve(Keyset.PAYLOADS);
    Files.writeString(payloads, "{");

    assertThatThrownBy(() -> KeyFiles.open(directory))
        .isInstanceOf(PlatformFailure.class)
        .hasMessageContainingAll(payloads.toString(), "is not a keyset");
  }

  @Test
  void shouldSayWhatIsMissingForAnEncryptedOne() throws IOException {
    Path secrets = directory.resolve(Keyset.SECRETS);
    Files.writeString(secrets, "{\"encryptedKeyset\":\"AAAA\",\"keysetInfo\":{}}");

    assertThatThrownBy(() -> KeyFiles.open(directory))
        .isInstanceOf(PlatformFailure.class)
        .hasMessageContainingAll("is encrypted", "HOLDFAST_KEK_FILE");
  }
}
