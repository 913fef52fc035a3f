package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {

  @ParameterizedTest
  @CsvSource({
    "*.tmp, a/b.tmp, true",
    "*.tmp, a/b.tmpx, false",
    "cache, a/cache/x/y, true",
    "/cache, a/cache, false",
    "/cache, cache/x, true",
    "a/*, a/b/c, true",
    "a/*.c, a/b/x.c, false",
    "a/**.c, a/b/x.c, true",
    "?[a-c], xb, true",
    "[!a-c], b, false",
    "[!a-c], d, true",
    "a.b, axb, false",
    "none, .f.holdfast-01234567-89ab-cdef-0123-456789abcdef, true"
  })
  void shouldCover(String glob, String path, boolean covered) {
    assertThat(new Exclusions(List.of(glob)).cover(path)).isEqualTo(covered);
  }
}
