package dev.holdfast.activities.containers.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

final class SeenConnectionTest {

  @Test
  void shouldReadWhatNftPrints() {
    String printed =
        """
        table inet holdfast_monitor {
        \tset seen4 {
        \t\ttype ipv4_addr . ipv4_addr . inet_proto . inet_service
        \t\tsize 4096
        \t\tflags dynamic,timeout
        \t\ttimeout 30s
        \t\telements = { 172.17.0.2 . 192.0.2.9 . tcp . 443 expires 25s996ms, 172.17.0.3 . 172.17.0.1 . udp . 53 timeout 30s expires 4s,
        \t\t\t     172.17.0.2 . 198.51.100.7 . 6 . 8080 expires 500ms }
        \t}
        }
        table inet holdfast_monitor {
        \tset seen6 {
        \t\telements = { 2001:db8::2 . 2001:db8:1::9 . tcp . 80 expires 29s }
        """;

    assertThat(SeenConnection.parse(printed))
        .extracting(SeenConnection::destination)
        .containsExactly(
            "192.0.2.9:443/tcp",
            "172.17.0.1:53/udp",
            "198.51.100.7:8080/tcp",
            "[2001:db8:1:0:0:0:0:9]:80/tcp");
    assertThat(SeenConnection.parse(printed).getFirst())
        .satisfies(seen -> {
          assertThat(seen.from()).isEqualTo(InetAddress.ofLiteral("172.17.0.2"));
          assertThat(seen.age()).isEqualTo(30 - 25.996);
        });
  }

  @Test
  void shouldReadNothingWhereThereIsNothing() {
    assertThat(SeenConnection.parse("table inet holdfast_monitor {\n\tset seen4 {\n\t}\n}"))
        .isEmpty();
  }
}
