package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedContainersTest {
  private static final String ID =
      "db0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd";

  @ParameterizedTest
  @CsvSource({
    "web, true",
    "db, false",
    "db0123, false",
    "db0123456789, true",
    "db0123456780, false",
    "we, false"
  })
  void shouldMeanAContainerByItsNameOrALongIdOnly(String asked, boolean meant) {
    assertThat(NamedContainers.isMeant(asked, "/web", ID)).isEqualTo(meant);
  }
}
