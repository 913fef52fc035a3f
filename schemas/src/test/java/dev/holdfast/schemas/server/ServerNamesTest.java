package dev.holdfast.schemas.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerNamesTest {
  private static Server server(String address, String user) {
    return new Server("web-1", address, 22, user, "key", List.of(), Map.of(), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web_1",
        "_dmz.example.org",
        "web-1.example.org.",
        "192.0.2.7",
        "2001:db8::7",
        "::1",
        "::ffff:192.0.2.7",
        "fe80::1%eth0",
        "fe80::1%enp0s31f6.100",
        "WEB-1",
        "a"
      })
  void shouldTakeAddressesThatHostsHave(String address) {
    assertThat(server(address, "root").address()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "svc@corp.example",
        "CORP\\svc",
        "Deploy",
        "_apt",
        "1000",
        "ann.lee",
        "web-data",
        "host$",
        "a+b",
        "CORP\\ann@example.org"
      })
  void shouldTakeUsersThatAccountsHave(String user) {
    assertThat(server("192.0.2.7", user).user()).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-oProxyCommand=x | a host name or an IP address",
        "web 1            | a host name or an IP address",
        "web;1            | a host name or an IP address",
        "wéb              | write an international name as xn--...",
        "web%eth0         | a host name or an IP address",
        "fe80::1%         | an IPv6 address",
        "fe80::1%$(id)    | an IPv6 address",
        "web-1:22         | an IPv6 address",
        "%h               | a host name or an IP address",
        "''               | a host name or an IP address"
      })
  void shouldSayWhyAnAddressIsRefused(String address, String why) {
    assertThatThrownBy(() -> server(address, "root"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("address: '" + address + "' is not")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-root", "a b", "a\tb", "a\nb", "a;b", "a'b", "a\"b", "$(id)", "`id`", "a:b", "a/b",
        "a\\\\b", "\\a", "a\\", "@b", "a@", "*", "a,b", ""
      })
  void shouldRefuseUsersThatWouldBeOtherWords(String user) {
    assertThatThrownBy(() -> server("192.0.2.7", user)).hasMessageContaining("user: '");
  }

  @Test
  void shouldEndSoonForLongText() {
    String longest = "a".repeat(100_000) + "\\";

    assertThat(ServerNames.isUser(longest)).isFalse();
    assertThat(ServerNames.isAddress(longest)).isFalse();
    assertThat(ServerNames.isName(longest)).isFalse();
    assertThatThrownBy(() -> server("192.0.2.7", longest)).hasMessageContaining("255 characters");
  }
}
