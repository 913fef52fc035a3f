package dev.holdfast.schemas.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectorTest {
  private static final Map<String, Map<String, String>> SERVERS = new LinkedHashMap<>();

  static {
    SERVERS.put("web-1", Map.of("env", "prod", "role", "web"));
    SERVERS.put("web-2", Map.of("env", "test", "role", "web"));
    SERVERS.put("db-1", Map.of("env", "prod", "role", "db"));
    SERVERS.put("db.eu", Map.of("env", "prod-eu"));
    SERVERS.put("bare", Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // as before
        "all; web-1 web-2 db-1 db.eu bare",
        "web-1; web-1",
        "web-1,web-2; web-1 web-2",
        "env=prod; web-1 db-1",
        "env=prod,role=web; web-1",
        "env=prod,!web-1; db-1",
        "!env=prod; web-2 db.eu bare",
        "all,!db-1; web-1 web-2 db.eu bare",
        "env=prod,web-1,web-2; web-1",
        "!all; ''",
        // patterns
        "web-*; web-1 web-2",
        "web-?,bare; web-1 web-2 bare",
        "*-1,!db-*; web-1",
        "d*.e?; db.eu",
        "env=prod*; web-1 db-1 db.eu",
        "env=*; web-1 web-2 db-1 db.eu",
        "!env=*; bare",
        // or, and parentheses
        "env=test|role=db; web-2 db-1",
        "env=prod,role=web|bare; web-1 bare",
        "(env=test|env=prod),!web-1; web-2 db-1",
        "!(env=prod|bare); web-2 db.eu",
        "(web-*|db-1),(env=prod); web-1 db-1",
        " ( env=prod , web-* ) | bare ; web-1 bare",
        "!!web-1; web-1"
      })
  void shouldSelect(String selector, String expected) {
    assertThat(
            SERVERS.entrySet().stream()
                .filter(
                    server -> Selector.typed(selector).matches(server.getKey(), server.getValue()))
                .map(Map.Entry::getKey))
        .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "web-1,",
        "web-1||web-2",
        "(web-1",
        "web-1)",
        "()",
        "!",
        "env=",
        "=prod",
        "a b",
        "web;1",
        "-web",
        "web-1(db-1)"
      })
  void shouldRefuseWhatIsNoSelector(String text) {
    assertThatThrownBy(() -> new Selector(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("selector: ");
  }

  @Test
  void shouldNotBeBroughtDownByNesting() {
    assertThatThrownBy(() -> new Selector("(".repeat(100_000)))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void shouldRefuseNamesBesideAllWhereTheyAreTyped() {
    assertThatThrownBy(() -> Selector.typed("all,web-1"))
        .hasMessage(
            "selector: 'all' and 'web-1' do not go together; write all, or the names alone");
    assertThatThrownBy(() -> Selector.typed("bare|(web-*,all)")).hasMessageContaining("'web-*'");
    assertThat(new Selector("all,web-1").matches("web-1", Map.of()))
        .as("as rules have it that were stored before")
        .isTrue();
    assertThat(new Selector("all,web-1").matches("web-2", Map.of())).isFalse();
  }

  @Test
  void shouldNameTheServersThatItNamesInFull() {
    assertThat(new Selector("web-1,!db-1,x-*|(env=prod,y?|bare)").names())
        .containsExactly("bare", "db-1", "web-1");
  }
}
