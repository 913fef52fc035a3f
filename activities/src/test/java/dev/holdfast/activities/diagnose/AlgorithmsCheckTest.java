package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlgorithmsCheckTest {
  private static final Map<String, List<String>> OLD =
      ours("curve25519-sha256,ext-info-c", "aes256-gcm@openssh.com,aes256-ctr");
  private static final Map<String, List<String>> NEW =
      ours("mlkem768x25519-sha256", "aes256-gcm@openssh.com");

  @Test
  void shouldFindWhatBothSidesHave() {
    Finding finding =
        check(Map.of("old", OLD), offer("curve25519-sha256", "aes256-gcm@openssh.com", ""));

    assertThat(finding.level()).isEqualTo(Level.OK);
    assertThat(finding.detail())
        .contains("old agrees with it on curve25519-sha256, ssh-ed25519, aes256-gcm@openssh.com")
        .contains("no post-quantum");
  }

  @Test
  void shouldNotTakeMarkersForKeyExchanges() {
    Finding finding =
        check(
            Map.of("old", OLD),
            offer("ext-info-c,kex-strict-s-v00@openssh.com", "aes256-ctr", "hmac-sha2-256"));

    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
    assertThat(finding.detail()).contains("old has no key exchange in common");
  }

  @Test
  void shouldNeedAMacOnlyForACipherThatHasNone() {
    assertThat(
            check(Map.of("old", OLD), offer("curve25519-sha256", "aes256-ctr", "hmac-md5"))
                .detail())
        .contains("old has no MAC in common", "weak: hmac-md5");
    assertThat(
            check(Map.of("old", OLD), offer("curve25519-sha256", "aes256-ctr", "hmac-sha2-256"))
                .level())
        .isEqualTo(Level.OK);
  }

  @Test
  void shouldWarnWhereOnlyOneAdapterCanTalk() {
    Finding finding =
        check(
            Map.of("old", OLD, "new", NEW),
            offer("mlkem768x25519-sha256", "aes256-gcm@openssh.com", ""));

    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.summary()).contains("not old");
    assertThat(finding.detail()).contains("offers a post-quantum");
  }

  @Test
  void shouldWarnOfWeakOnes() {
    Finding finding =
        check(
            Map.of("old", OLD),
            offer(
                "curve25519-sha256,diffie-hellman-group1-sha1",
                "aes256-ctr,3des-cbc",
                "hmac-sha2-256,hmac-sha1"));

    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.summary()).contains("3 weak algorithms");
    assertThat(finding.fix()).contains("run lockdown web-1");
    assertThat(finding.detail()).contains("weak: diffie-hellman-group1-sha1, 3des-cbc, hmac-sha1");
  }

  private static Finding check(Map<String, Map<String, List<String>>> adapters, KexInit offer) {
    return new AlgorithmsCheck("web-1", adapters).finding(offer);
  }

  private static Map<String, List<String>> ours(String kex, String cipher) {
    return Map.of(
        "kex", list(kex),
        "key-sig", List.of("ssh-ed25519"),
        "cipher", list(cipher),
        "mac", List.of("hmac-sha2-256"));
  }

  private static KexInit offer(String kex, String cipher, String mac) {
    return new KexInit(
        list(kex), List.of("ssh-ed25519"), list(cipher), list(cipher), list(mac), list(mac));
  }

  private static List<String> list(String names) {
    return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
  }
}
