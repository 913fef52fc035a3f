package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningRowTest {
  private static final String SOCKETS =
      """
      udp   UNCONN 0      0      127.0.0.53%lo:53        0.0.0.0:*    users:(("systemd-resolve",pid=1,fd=13))
      tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=9,fd=3))
      tcp   LISTEN 0      4096         0.0.0.0:8080      0.0.0.0:*    users:(("docker-proxy",pid=7,fd=4))
      tcp   LISTEN 0      128                *:9090            *:*
      """;

  @Test
  void shouldNameWhoListensOnEachPort() throws IOException {
    Container web =
        new ObjectMapper()
            .readValue(
                """
                {"Id": "1", "Names": ["/shop-web"], "Created": 1,
                 "Ports": [{"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}, {"PrivatePort": 9, "Type": "tcp"}]}
                """,
                Container.class);

    assertThat(ListeningRow.of(List.of(web), SOCKETS))
        .containsExactly(
            new ListeningRow(22, "tcp", "0.0.0.0", null, "sshd"),
            new ListeningRow(53, "udp", "127.0.0.53", null, "systemd-resolve"),
            new ListeningRow(8080, "tcp", "0.0.0.0", "shop-web", null),
            new ListeningRow(9090, "tcp", "*", null, null));
  }
}
