package dev.holdfast.activities.ssh.mina;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.ssh.OfferedAlgorithms;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.junit.jupiter.api.Test;

final class MinaAlgorithmsTest {
  private final Map<String, List<String>> offered = MinaAlgorithms.byKind();

  @Test
  void shouldOfferPostQuantumFirstThenTheSameAsSshj() {
    List<String> kex = offered.get("kex");

    assertThat(kex)
        .startsWith("mlkem768x25519-sha256", "sntrup761x25519-sha512")
        .containsAll(
            OfferedAlgorithms.byKind().get("kex").stream()
                .filter(name -> !name.startsWith("ext-info"))
                .toList());
    assertThat(BuiltinDHFactories.mlkem768x25519.isSupported()).isTrue();
    assertThat(BuiltinDHFactories.sntrup761x25519.isSupported()).isTrue();
    for (String kind : List.of("cipher", "mac", "key-sig")) {
      assertThat(offered.get(kind))
          .as(kind)
          .containsExactlyInAnyOrderElementsOf(OfferedAlgorithms.byKind().get(kind));
    }
  }

  @Test
  void shouldOfferNothingBroken() {
    assertThat(offered.values().stream().flatMap(List::stream))
        .noneMatch(name -> name.matches(".*(sha1|md5|cbc|arcfour|ripemd|dss|group1-|3des).*"))
        .doesNotContain("ssh-rsa");
  }
}
