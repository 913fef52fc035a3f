package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.ssh.SshException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {
  private static final String OURS = ".f.holdfast-01234567-89ab-cdef-0123-456789abcdef";

  @Test
  void shouldCoverWhatIsBelow() {
    Exclusions exclusions = new Exclusions(List.of("cache/"));
    Set<String> covered = new HashSet<>();

    assertThat(exclusions.cover(entry("a", 'd'), covered)).isFalse();
    assertThat(exclusions.cover(entry("a/cache", 'd'), covered)).isTrue();
    assertThat(exclusions.cover(entry("a/cache/x", 'd'), covered)).isTrue();
    assertThat(exclusions.cover(entry("a/cache/x/y", 'f'), covered)).isTrue();
    assertThat(exclusions.cover(entry("cache", 'f'), covered)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"x, a/" + OURS + ", true", "x, " + OURS + "s, false", "größe, größe, true"})
  void shouldMatch(String pattern, String path, boolean matched) {
    TreeEntry entry = entry(TreeEntry.raw(path), 'f');

    assertThat(new Exclusions(List.of(pattern)).match(entry)).isEqualTo(matched);
  }

  @Test
  void shouldRefuseWhatARecordedInputMayHold() {
    assertThatThrownBy(() -> new Exclusions(List.of("ok", "./uploads")))
        .isInstanceOf(SshException.class)
        .hasMessageContaining("'./uploads'")
        .hasMessageContaining("write /uploads");
  }

  private static TreeEntry entry(String path, char type) {
    return new TreeEntry(path, type, 0755, 0, 0, "0:0", "root:root", "", null);
  }
}
