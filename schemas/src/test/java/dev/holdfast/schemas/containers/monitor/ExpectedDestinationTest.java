package dev.holdfast.schemas.containers.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpectedDestinationTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8:443, 10.200.3.4, 443, true",
    "10.0.0.0/8:443, 10.200.3.4, 80, false",
    "10.0.0.0/8:443, 11.0.0.1, 443, false",
    "10.0.0.0/9, 10.127.0.1, 1, true",
    "10.0.0.0/9, 10.128.0.1, 1, false",
    "192.0.2.1, 192.0.2.1, 22, true",
    "192.0.2.1, 192.0.2.2, 22, false",
    "0.0.0.0/0:53, 198.51.100.1, 53, true",
    "0.0.0.0/0, 2001:db8::1, 53, false",
    "[2001:db8::/32]:443, 2001:db8:5::1, 443, true",
    "[2001:db8::/32]:443, 2001:db9::1, 443, false"
  })
  void shouldContainWhatItNames(String expected, String address, int port, boolean contained) {
    assertThat(ExpectedDestination.parse(expected).contains(InetAddress.ofLiteral(address), port))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "web",
        "10.0.0.0/33",
        "10.0.0/8",
        "10.0.0.0:70000",
        "2001:db8::1",
        "[::1",
        "1.2.3.4:"
      })
  void shouldRefuseWhatIsNoDestination(String text) {
    assertThatThrownBy(() -> ExpectedDestination.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write 10.0.0.0/8:443");
  }

  @Test
  void shouldNameTheKindsAsEventsDo() {
    for (ViolationKind kind : ViolationKind.values()) {
      assertThat(ViolationKind.of(kind.word())).isEqualTo(kind);
    }
  }
}
