package dev.holdfast.activities.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.ListeningFacts.Listener;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final String SOCKETS =
      """
      udp   UNCONN 0      0      127.0.0.53%lo:53        0.0.0.0:*    users:(("systemd-resolve",pid=1,fd=13))
      tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=9,fd=3))
      tcp   LISTEN 0      4096         0.0.0.0:8080      0.0.0.0:*    users:(("docker-proxy",pid=7,fd=4))
      tcp   LISTEN 0      128             [::]:22           [::]:*    users:(("sshd",pid=9,fd=4))
      tcp   LISTEN 0      128                *:9090            *:*
      """;

  @Test
  void shouldTellContainersFromProcesses() {
    assertThat(
            Listeners.read(SOCKETS, "shop-web 80/tcp 0.0.0.0 8080\n\ndns 53/udp  5353\n")
                .listeners())
        .containsExactly(
            new Listener("tcp", "0.0.0.0", 8080, "shop-web", ""),
            new Listener("udp", "*", 5353, "dns", ""),
            new Listener("udp", "127.0.0.53", 53, "", "systemd-resolve"),
            new Listener("tcp", "0.0.0.0", 22, "", "sshd"),
            new Listener("tcp", "::", 22, "", "sshd"),
            new Listener("tcp", "*", 9090, "", ""));
  }
}
