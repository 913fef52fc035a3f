package dev.holdfast.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.home.PlatformFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListeningTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::", "2001:db8::7"})
  void shouldNotListenForOtherMachinesWithoutTls(String address) {
    assertThatThrownBy(() -> at(address, false).check())
        .isInstanceOf(PlatformFailure.class)
        .hasMessageContaining("--listen " + address)
        .hasMessageContaining("add --tls");
    assertThatCode(() -> at(address, true).check()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "127.0.0.2"})
  void shouldListenOnLoopbackWithout(String address) {
    assertThatCode(() -> at(address, false).check()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "web-1", "1.2.3", "1.2.3.4.5", "300.1.1.1", "a:b", "x;y"})
  void shouldRefuseWhatIsNoAddress(String address) {
    assertThatThrownBy(() -> at(address, true).check()).hasMessageContaining("--listen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-a", "a/b", "a:80", "*", "300.1.1.1", "a..b"})
  void shouldRefuseWhatIsNoName(String name) {
    assertThatThrownBy(() -> named(name).check()).hasMessageContaining("--tls-name");
  }

  @Test
  void shouldPutNamesAndItsAddressIntoTheCertificateAsCertificatesWriteThem() throws Exception {
    Listening listening =
        new Listening(null, "2001:db8::7", true, null, null, List.of("Holdfast.LAN", "192.0.2.7"));
    listening.check();
    Certificates certificates = new Certificates(directory, Clock.systemUTC());
    certificates.nameApi(listening.ownNames());

    assertThat(certificates.renew()).isTrue();
    assertThat(certificates.renew()).as("nothing is missing").isFalse();

    assertThat(Certificates.names(Certificates.read(certificates.api().certificate())))
        .contains("127.0.0.1", "localhost", "holdfast.lan", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
    PlatformConfig.Api api = listening.api(8443, certificates);
    assertThat(api.url()).isEqualTo("https://[2001:db8::7]:8443");
    assertThat(api.tls()).isNotNull();
    assertThat(listening.like(api)).isTrue();
    assertThat(named("other.lan").like(api)).isFalse();
  }

  @Test
  void shouldTakeACertificateWithItsKeyAndAnswerToItsNames() throws Exception {
    Certificates others = new Certificates(directory, Clock.systemUTC());
    others.renew();
    Path certificate = others.redis().certificate();

    Listening good = given(certificate, others.redis().key());
    good.check();

    PlatformConfig.ApiTls tls = Objects.requireNonNull(good.api(8443, others).tls());
    assertThat(tls.answersTo("redis.holdfast.internal")).isTrue();
    assertThat(tls.answersTo("postgres.holdfast.internal")).isFalse();
    assertThatThrownBy(() -> given(certificate, null).check()).hasMessageContaining("--tls-key");
    assertThatThrownBy(() -> given(directory.resolve("no.pem"), others.redis().key()).check())
        .hasMessageContaining("--tls-certificate");
    Path nothing = Files.writeString(directory.resolve("nothing.pem"), "nothing");
    assertThatThrownBy(() -> given(certificate, nothing).check())
        .hasMessageContaining("--tls-certificate", "PKCS#8");
  }

  @Test
  void shouldHandTheSameOptionsToAnotherProcess() {
    assertThat(new Listening(1, "::1", true, null, null, List.of("a", "b")).options())
        .containsExactly(
            "--port", "1", "--listen", "::1", "--tls", "--tls-name", "a", "--tls-name", "b");
    assertThat(Listening.LOOPBACK.options()).isEmpty();
  }

  @Test
  void shouldAnswerToOneLabelInPlaceOfAStar() {
    var tls = new PlatformConfig.ApiTls("ca", "c", "k", null, null, List.of("*.example.org"));

    assertThat(tls.answersTo("web.example.org")).isTrue();
    assertThat(tls.answersTo("a.web.example.org")).isFalse();
    assertThat(tls.answersTo("example.org")).isFalse();
  }

  private static Listening at(String address, boolean tls) {
    return new Listening(null, address, tls, null, null, List.of());
  }

  private static Listening named(String name) {
    return new Listening(null, null, true, null, null, List.of(name));
  }

  private static Listening given(Path certificate, @Nullable Path key) {
    return new Listening(null, null, false, certificate, key, List.of());
  }
}
