package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judgement over keys and certificates that ssh-keygen made. */
final class HostTrustTest {
  private final Instant now = Instant.now();

  @TempDir private Path directory;
  private Keygen keygen;
  private Path authority;
  private HostKey host;

  @BeforeEach
  void makeKeys() {
    keygen = new Keygen(directory);
    authority = keygen.key("ed25519", "");
    host = Keygen.publicKey(keygen.key("ed25519", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519,ecdsa",
    "ecdsa,rsa",
    "rsa,ed25519",
  })
  void shouldTrustACertificateOfAnAuthorityOfAnyType(String by, String of) {
    Path signer = keygen.key(by, "");
    HostKey key = Keygen.publicKey(keygen.key(of, ""));
    HostKey certificate = keygen.sign(signer, key, "-h", "-n", "192.0.2.7", "-V", "-1m:+1h");

    assertThat(refusal(certificate, server(List.of(), List.of(Keygen.publicKey(signer)))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.7", "web-1", "'other,WEB-1'", "192.0.2.*", "web-?"})
  void shouldTrustACertificateForTheAddressOrTheName(String principals) {
    assertThat(refusal(signed("-n", principals), certified())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.70", "web-10", "web", "*.example.org", "192x0x2x7"})
  void shouldRefuseACertificateForAnotherName(String principals) {
    assertThat(refusal(signed("-n", principals), certified()))
        .contains("it is for " + principals + " and not for 192.0.2.7 or web-1")
        .contains(host.fingerprint(), Keygen.publicKey(authority).fingerprint());
  }

  @Test
  void shouldRefuseACertificateForEveryHost() {
    HostKey certificate = keygen.sign(authority, host, "-h");

    assertThat(refusal(certificate, certified())).contains("it is for no host by name");
  }

  @Test
  void shouldRefuseACertificateOutOfItsTime() {
    HostKey certificate = signed("-n", "web-1", "-V", "20260101120000Z:20260201120000Z");
    HostTrust trust = new HostTrust(certified());

    assertThat(trust.refusal(blob(certificate), Instant.parse("2026-01-01T12:00:00Z"))).isEmpty();
    assertThat(trust.refusal(blob(certificate), Instant.parse("2026-02-01T11:59:59Z"))).isEmpty();
    assertThat(trust.refusal(blob(certificate), Instant.parse("2026-01-01T11:59:59Z")))
        .hasValueSatisfying(words ->
            assertThat(words)
                .contains("valid from 2026-01-01T12:00:00Z to 2026-02-01T12:00:00Z")
                .contains("now is 2026-01-01T11:59:59Z"));
    assertThat(trust.refusal(blob(certificate), Instant.parse("2026-02-01T12:00:00Z"))).isPresent();
  }

  @Test
  void shouldRefuseAUserCertificateAndOneOfAStranger() {
    HostKey user = keygen.sign(authority, host, "-n", "web-1");
    HostKey strange = keygen.sign(keygen.key("ed25519", ""), host, "-h", "-n", "web-1");

    assertThat(refusal(user, certified())).contains("it is for users");
    assertThat(refusal(strange, certified()))
        .contains("this authority may not vouch for it", "holdfast server set web-1 --ca");
  }

  @Test
  void shouldRefuseWhatWasRevokedWhoeverVouchesForIt() {
    HostKey certificate = signed("-n", "web-1");
    HostKey ca = Keygen.publicKey(authority);

    Server both = server(List.of(host), List.of(ca));
    assertThat(refusal(certificate, revoking(both, host))).contains("was revoked");
    assertThat(refusal(certificate, revoking(both, ca)))
        .contains("of the authority", "was revoked");
    assertThat(refusal(host, revoking(both, host))).contains("was revoked");
    assertThat(refusal(host, revoking(both, ca))).isEmpty();
  }

  @Test
  void shouldRefuseCriticalOptions() {
    HostKey certificate = signed("-n", "web-1", "-O", "critical:force-command=x");

    assertThat(refusal(certificate, certified())).contains("critical option 'force-command'");
  }

  @Test
  void shouldRefuseASignatureWithSha1() {
    Path rsa = keygen.key("rsa", "");
    HostKey certificate = keygen.sign(rsa, host, "-h", "-n", "web-1", "-t", "ssh-rsa");

    assertThat(refusal(certificate, server(List.of(), List.of(Keygen.publicKey(rsa)))))
        .contains("the signature is not the authority's, or made with SHA-1");
  }

  @Test
  void shouldLookAtACertificateThatDoesNotCountAsThePlainKey() {
    HostKey expired = signed("-n", "web-1", "-V", "20200101:20200201");

    assertThat(refusal(expired, server(List.of(host), List.of(Keygen.publicKey(authority)))))
        .isEmpty();
    assertThat(refusal(expired, server(List.of(host), List.of()))).isEmpty();
    assertThat(refusal(expired, certified())).contains("2020-02-01");
  }

  @Test
  void shouldRefuseACertificateWithAnyByteChanged() {
    byte[] good = blob(signed("-n", "web-1"));
    HostTrust trust = new HostTrust(certified());

    assertThat(trust.refusal(good, now)).isEmpty();
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      assertThat(trust.refusal(changed, now)).as("byte %d", i).isPresent();
      assertThat(trust.refusal(Arrays.copyOf(good, i), now)).as("%d bytes", i).isPresent();
    }
    assertThat(trust.refusal(Arrays.copyOf(good, good.length + 1), now)).isPresent();
  }

  @Test
  void shouldNameBothFingerprintsOfAnUnknownKey() {
    HostKey pinned = Keygen.publicKey(keygen.key("ecdsa", ""));

    assertThat(refusal(host, server(List.of(pinned), List.of())))
        .contains(host.fingerprint(), pinned.fingerprint(), "holdfast server trust web-1");
    assertThat(refusal(host, server(List.of(), List.of()))).contains("none is pinned");
    assertThat(refusal(host, server(List.of(host), List.of()))).isEmpty();
  }

  private HostKey signed(String... options) {
    String[] all = Arrays.copyOf(new String[] {"-h"}, options.length + 1);
    System.arraycopy(options, 0, all, 1, options.length);
    return keygen.sign(authority, host, all);
  }

  private Server certified() {
    return server(List.of(), List.of(Keygen.publicKey(authority)));
  }

  private static Server server(List<HostKey> pinned, List<HostKey> authorities) {
    return new Server("web-1", "192.0.2.7", 22, "admin", "k", pinned, Map.of(), null)
        .with(new Access(SshAdapter.AUTO, null, null, null, authorities, List.of()));
  }

  private static Server revoking(Server server, HostKey key) {
    return server.with(server.access().revoking(key.fingerprint()));
  }

  private String refusal(HostKey shown, Server server) {
    return new HostTrust(server).refusal(blob(shown), now).orElse("");
  }

  private static byte[] blob(HostKey key) {
    return Base64.getDecoder().decode(key.key());
  }
}
