package dev.holdfast.activities.ssh.mina;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.ssh.OfferedAlgorithms;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.junit.jupiter.api.Test;

final class MinaAlgorithmsTest {
  private final SshClient client = SshClient.setUpDefaultClient();

  MinaAlgorithmsTest() {
    MinaAlgorithms.applyTo(client);
  }

  @Test
  void shouldOfferPostQuantumFirst() {
    assertThat(names(client.getKeyExchangeFactories()))
        .startsWith("mlkem768x25519-sha256", "sntrup761x25519-sha512");
    assertThat(BuiltinDHFactories.mlkem768x25519.isSupported()).isTrue();
    assertThat(BuiltinDHFactories.sntrup761x25519.isSupported()).isTrue();
  }

  @Test
  void shouldOfferAllThatSshjOffers() {
    assertThat(names(client.getKeyExchangeFactories()))
        .containsAll(sshj("kex").stream().filter(n -> !n.startsWith("ext-info")).toList());
    assertThat(names(client.getCipherFactories()))
        .containsExactlyInAnyOrderElementsOf(sshj("cipher"));
    assertThat(names(client.getMacFactories())).containsExactlyElementsOf(sshj("mac"));
    assertThat(names(client.getSignatureFactories())).containsAll(sshj("key-sig"));
  }

  @Test
  void shouldOfferNothingBroken() {
    List<String> offered = new ArrayList<>();
    offered.addAll(names(client.getKeyExchangeFactories()));
    offered.addAll(names(client.getCipherFactories()));
    offered.addAll(names(client.getMacFactories()));
    offered.addAll(names(client.getSignatureFactories()));

    assertThat(offered)
        .noneMatch(name -> name.matches(".*(sha1|md5|cbc|arcfour|ripemd|dss|group1-|3des).*"))
        .doesNotContain("ssh-rsa", "ssh-rsa-cert-v01@openssh.com");
  }

  private static List<String> names(List<? extends NamedResource> all) {
    return all.stream().map(NamedResource::getName).toList();
  }

  private static List<String> sshj(String kind) {
    return Objects.requireNonNull(OfferedAlgorithms.byKind().get(kind));
  }
}
