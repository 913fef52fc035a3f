package dev.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SshAuditTest {

  @Test
  void shouldCountFindingsBySeverity() {
    String report =
        """
        # key exchange algorithms
        (kex) ecdh-sha2-nistp256        -- [fail] using elliptic curves
                                        `- [info] available since OpenSSH 5.7
        (kex) diffie-hellman-group14    -- [warn] 2048-bit modulus
        (mac) hmac-sha1                 -- [fail] using broken SHA-1
                                        `- [warn] using encrypt-and-MAC mode
        """;

    assertThat(SshAudit.count(report)).isEqualTo(new SshAudit.Findings(2, 2));
  }
}
