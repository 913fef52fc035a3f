package dev.holdfast.standalone.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporalChoiceTest {

  @TempDir private Path directory;
  private Home home;

  @BeforeEach
  void setUp() {
    home = new Home(directory, directory.resolve("bin"));
  }

  @Test
  void shouldPreferTheServerThatThePersonNames() throws IOException {
    program(home.bin().resolve("temporal/temporal-server"));
    Path authority = Files.createFile(directory.resolve("ca.pem"));

    TemporalChoice choice =
        TemporalChoice.of(
            home,
            Map.of(
                "TEMPORAL_ADDRESS", "temporal.example.org:7233",
                "TEMPORAL_NAMESPACE", "ops",
                "TEMPORAL_TLS_SERVER_CA_CERT_PATH", authority.toString()));

    assertThat(choice)
        .isEqualTo(
            new TemporalChoice.Foreign(
                new PlatformConfig.Temporal(
                    "temporal.example.org:7233",
                    "ops",
                    new PlatformConfig.Tls(authority.toString(), null, null, null),
                    null)));
  }

  @Test
  void shouldUseNoTlsWithAForeignServerUnlessAsked() {
    assertThat(TemporalChoice.of(home, Map.of("TEMPORAL_ADDRESS", "localhost:7233")))
        .isInstanceOfSatisfying(
            TemporalChoice.Foreign.class, it -> assertThat(it.temporal().tls()).isNull());
  }

  @Test
  void shouldRefuseACertificateWithoutItsKey() throws IOException {
    Path certificate = Files.createFile(directory.resolve("client.pem"));
    Map<String, String> environment =
        Map.of("TEMPORAL_ADDRESS", "h:1", "TEMPORAL_TLS_CERT", certificate.toString());

    assertThatThrownBy(() -> TemporalChoice.of(home, environment))
        .isInstanceOfSatisfying(
            PlatformFailure.class, it -> assertThat(it.exitCode()).isEqualTo(PlatformFailure.USAGE))
        .hasMessageContaining("TEMPORAL_TLS_KEY");
  }

  @Test
  void shouldPreferTheBuiltServerToTheProgramOnThePath() throws IOException {
    program(home.bin().resolve("temporal/temporal-server"));
    program(directory.resolve("path/temporal"));

    assertThat(TemporalChoice.of(home, Map.of("PATH", directory.resolve("path").toString())))
        .isEqualTo(new TemporalChoice.Built(home.bin().resolve("temporal")));
  }

  @Test
  void shouldFallBackToTheProgramOnThePath() throws IOException {
    program(directory.resolve("path/temporal"));

    assertThat(TemporalChoice.of(home, Map.of("PATH", "/none:" + directory.resolve("path"))))
        .isEqualTo(new TemporalChoice.Development(directory.resolve("path/temporal")));
  }

  @Test
  void shouldNameTheWaysWhenThereIsNone() {
    assertThatThrownBy(() -> TemporalChoice.of(home, Map.of("PATH", "/none")))
        .isInstanceOf(PlatformFailure.class)
        .hasMessageContainingAll("Go", "TEMPORAL_ADDRESS", "PATH", home.bin().toString());
  }

  private static void program(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }
}
