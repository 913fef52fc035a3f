package dev.holdfast.standalone.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificatesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

  @TempDir private Path directory;

  @Test
  void shouldSignTheCertificatesWithAnAuthorityOfItsOwn() throws Exception {
    Certificates certificates = at(NOW);
    certificates.renew();

    X509Certificate authority = Certificates.read(certificates.authority());
    X509Certificate server = Certificates.read(certificates.server());
    X509Certificate client = Certificates.read(certificates.client());
    server.verify(authority.getPublicKey());
    client.verify(authority.getPublicKey());
    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(server.getSubjectAlternativeNames())
        .extracting(name -> (Object) name.get(1))
        .containsExactly(Certificates.SERVER_NAME, "localhost", "127.0.0.1");
    assertThat(client.getExtendedKeyUsage()).doesNotContain(SERVER_AUTHENTICATION);
  }

  @Test
  void shouldKeepKeysFromOthers() throws Exception {
    at(NOW).renew();

    for (String key :
        new String[] {
          "ca.key", "server.key", "client.key", "postgres.key", "redis.key", "webui.key", "api.key"
        }) {
      assertThat(Files.getPosixFilePermissions(directory.resolve(key)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void shouldLeaveCertificatesThatLastLongEnough() throws Exception {
    assertThat(at(NOW).renew()).isTrue();
    byte[] server = Files.readAllBytes(directory.resolve("server.pem"));

    assertThat(at(NOW.plus(Duration.ofDays(300))).renew()).isFalse();
    assertThat(directory.resolve("server.pem")).hasBinaryContent(server);
  }

  @Test
  void shouldRenewBeforeExpiryUnderTheSameAuthority() throws Exception {
    at(NOW).renew();
    byte[] authority = Files.readAllBytes(directory.resolve("ca.pem"));
    Instant later = NOW.plus(Certificates.LIFE).minus(Duration.ofDays(59));

    assertThat(at(later).renew()).isTrue();
    assertThat(directory.resolve("ca.pem")).hasBinaryContent(authority);
    assertThat(Certificates.read(directory.resolve("client.pem")).getNotAfter().toInstant())
        .isEqualTo(later.plus(Certificates.LIFE));
  }

  @Test
  void shouldGiveServersOfDataNoCertificateThatClientsCouldUse() throws Exception {
    Certificates certificates = at(NOW);
    certificates.renew();

    for (Certificates.Pair pair :
        List.of(
            certificates.postgres(),
            certificates.redis(),
            certificates.webUi(),
            certificates.api())) {
      X509Certificate certificate = Certificates.read(pair.certificate());
      certificate.verify(Certificates.read(certificates.authority()).getPublicKey());
      assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTHENTICATION);
    }
  }

  @Test
  void shouldMakeTheCertificateOfTheApiAgainForAnotherName() throws Exception {
    at(NOW).renew();
    byte[] redis = Files.readAllBytes(directory.resolve("redis.pem"));
    Certificates named = at(NOW);
    named.nameApi(List.of("holdfast.lan", "192.0.2.7"));

    assertThat(named.renew()).isTrue();
    assertThat(named.renew()).isFalse();
    assertThat(Certificates.names(Certificates.read(named.api().certificate())))
        .contains("holdfast.lan", "192.0.2.7", "localhost");
    assertThat(directory.resolve("redis.pem")).hasBinaryContent(redis);
  }

  @Test
  void shouldReplaceAnAuthorityThatWouldNotOutliveItsCertificates() throws Exception {
    at(NOW).renew();
    byte[] authority = Files.readAllBytes(directory.resolve("ca.pem"));

    assertThat(at(NOW.plus(Certificates.AUTHORITY_LIFE).minus(Duration.ofDays(300))).renew())
        .isTrue();
    assertThat(Files.readAllBytes(directory.resolve("ca.pem"))).isNotEqualTo(authority);
  }

  private Certificates at(Instant now) {
    return new Certificates(directory, Clock.fixed(now, ZoneOffset.UTC));
  }
}
