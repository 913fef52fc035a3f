package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String SHA256 = "ab".repeat(32);

  @Test
  void shouldReadEveryKind() throws IOException {
    List<TreeEntry> read =
        read(
            """
            {"path":"d","type":"directory","mode":"0750"}
            {"path":"d/a\\nb","type":"file","mode":"0644","size":3,"modifiedAt":7,"sha256":"%s"}
            {"path":"l","type":"link","target":"größe"}
            """
                .formatted(SHA256));

    assertThat(read).extracting(TreeEntry::path).containsExactly("d", "d/a\nb", "l");
    assertThat(read.get(1).sha256()).isEqualTo(SHA256);
    assertThat(read.get(0).mode()).isEqualTo(0750);
    assertThat(TreeEntry.shown(read.get(2).target())).isEqualTo("größe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/x", "a/../b", "", "x/", "a//b", "./a", "a/b", "nul\\u0000"})
  void shouldRefuseWhatIsNotBelowTheDirectory(String path) {
    assertThatThrownBy(
            () -> read("{\"path\":\"" + path + "\",\"type\":\"directory\",\"mode\":\"755\"}\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 1 of the manifest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"path\":\"a\",\"type\":\"file\",\"mode\":\"644\"}",
        "{\"path\":\"a\",\"type\":\"fifo\",\"mode\":\"644\"}",
        "{\"path\":\"a\",\"type\":\"link\"}",
        "{\"path\":\"a\",\"type\":\"directory\"}",
        "nonsense"
      })
  void shouldRefuseWhatIsIncomplete(String line) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseAFileAsADirectoryAndAPathTwice() {
    String file = "{\"path\":\"a\",\"type\":\"link\",\"target\":\"/etc\"}\n";
    assertThatThrownBy(() -> read(file + file)).hasMessageContaining("twice");
    assertThatThrownBy(() -> read(file + file.replace("\"a\"", "\"a/b\"")))
        .hasMessageContaining("its directory");
  }

  private static List<TreeEntry> read(String lines) throws IOException {
    return Manifest.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }
}
