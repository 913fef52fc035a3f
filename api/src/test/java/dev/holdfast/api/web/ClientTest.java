package dev.holdfast.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "127.0.0.1, 127.0.0.1",
    "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0/64",
    "::ffff:192.0.2.7, ::ffff:192.0.2.7",
    "nobody, nobody"
  })
  void shouldCountANetworkOfIpv6AsOne(String address, String counted) {
    assertThat(Client.network(address)).isEqualTo(counted);
  }
}
