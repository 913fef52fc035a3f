package dev.holdfast.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {

  @ParameterizedTest
  @CsvSource({
    "operation.*, operation.failed, true",
    "*.failed, operation.failed, true",
    "*, operation.failed, true",
    "op*on.f*d, operation.failed, true",
    "operation.failed, operation.failed, true",
    "operation.fail, operation.failed, false",
    "server.*, operation.failed, false"
  })
  void shouldMatchStars(String glob, String kind, boolean matches) {
    var _ = new EventFilter("default", List.of(glob), null, null);

    assertThat(EventFilter.matches(List.of(glob), kind)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "**", "a*b*c*d*e", "Operation.*", "operation.[a]*"})
  void shouldRefuseWhatIsNoKindOrWouldTakeLong(String glob) {
    assertThatThrownBy(() -> new EventFilter("default", List.of(glob), null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseTooMany() {
    List<String> many = Collections.nCopies(33, "operation.*");

    assertThatThrownBy(() -> new EventFilter("default", many, null, null))
        .hasMessageContaining("at most 32");
  }
}
