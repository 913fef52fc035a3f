package dev.holdfast.schemas.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 25% 100%   | 20 | 1 4 15",
        "1 25% 100%   | 8  | 1 1 6",
        "1 25% 100%   | 3  | 1 2",
        "1 25% 100%   | 1  | 1",
        "50%          | 5  | 3 2",
        "2            | 5  | 2 3",
        "10 20        | 5  | 5",
        "100%         | 5  | 5",
        "1%           | 10 | 1 9",
        "1 25% 100%   | 0  | ''"
      })
  void shouldDivideTheServersInOrder(String waves, int servers, String sizes) {
    List<String> names = IntStream.range(0, servers).mapToObj("web-%03d"::formatted).toList();

    List<List<String>> split = Waves.split(shares(waves), names);

    assertThat(split)
        .extracting(List::size)
        .isEqualTo(
            Stream.of(sizes.split(" "))
                .filter(size -> !size.isEmpty())
                .map(Integer::valueOf)
                .toList());
    assertThat(split.stream().flatMap(List::stream)).containsExactlyElementsOf(names);
  }

  @Test
  void shouldBeOneWaveWhenNoneAreAskedFor() {
    assertThat(Waves.split(null, List.of("a", "b"))).containsExactly(List.of("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0%", "5 5", "25% 10%", "1 50% 1"})
  void shouldRefuseAWaveThatAddsNoServer(String waves) {
    assertThatThrownBy(() -> Waves.check(shares(waves)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("adds no server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "101%", "1.5", "5 %", "%"})
  void shouldRefuseWhatIsNoShare(String text) {
    assertThatThrownBy(() -> Share.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is neither a number");
  }

  @Test
  void shouldCountAPartOfAServerAsOneForAWaveAndNotForFailures() {
    assertThat(Share.of("10%").ceilingOf(15)).isEqualTo(2);
    assertThat(Share.of("10%").floorOf(15)).isEqualTo(1);
    assertThat(Share.of(7).ceilingOf(5)).isEqualTo(5);
    assertThat(Share.of(7).floorOf(5)).isEqualTo(7);
  }

  private static List<Share> shares(String waves) {
    return Stream.of(waves.strip().split(" ")).map(Share::of).toList();
  }
}
