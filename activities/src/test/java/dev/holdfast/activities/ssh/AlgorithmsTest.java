package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.LoggerFactory;
import org.junit.jupiter.api.Test;

final class AlgorithmsTest {
  private final Config config = Algorithms.config(LoggerFactory.DEFAULT);

  @Test
  void shouldOfferNothingBroken() {
    List<String> offered = new ArrayList<>();
    config.getKeyExchangeFactories().forEach(f -> offered.add(f.getName()));
    config.getKeyAlgorithms().forEach(f -> offered.add(f.getName()));
    config.getCipherFactories().forEach(f -> offered.add(f.getName()));
    config.getMACFactories().forEach(f -> offered.add(f.getName()));

    assertThat(offered)
        .noneMatch(name -> name.matches(".*(sha1|md5|cbc|arcfour|ripemd|dss|group1-|3des).*"))
        .doesNotContain("ssh-rsa");
  }

  @Test
  void shouldPreferModernAlgorithms() {
    assertThat(config.getKeyExchangeFactories().getFirst().getName()).startsWith("curve25519");
    assertThat(config.getKeyAlgorithms().getFirst().getName()).isEqualTo("ssh-ed25519");
    assertThat(config.getCipherFactories().getFirst().getName()).startsWith("aes128-gcm");
    assertThat(config.getMACFactories().getFirst().getName()).endsWith("-etm@openssh.com");
  }
}
