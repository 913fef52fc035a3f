package dev.holdfast.workflows.serversetup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.serversetup.FileInput.Block;
import dev.holdfast.schemas.serversetup.FileInput.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FileEditsTest {
  private static final String TEXT = "one\nport 1\n# port 2\nport 2\nlast\n";

  @Test
  void shouldPutALineInTheFirstPlaceOfWhatMatches() {
    assertThat(line(TEXT, "port 3", "^port ", null)).isEqualTo("one\nport 3\n# port 2\nlast\n");
    assertThat(line(TEXT, "port 2", "^port ", null)).isEqualTo("one\n# port 2\nport 2\nlast\n");
  }

  @Test
  void shouldAddALineAfterAnAnchorOrAtTheEnd() {
    assertThat(line(TEXT, "two", null, "^port")).isEqualTo(TEXT.replace("last", "two\nlast"));
    assertThat(line("no end", "two", null, null)).isEqualTo("no end\ntwo\n");
    assertThat(line("", "two", "^port ", null)).isEqualTo("two\n");
    assertThatThrownBy(() -> line(TEXT, "two", null, "^nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no line of it matches '^nothing'");
  }

  @Test
  void shouldChangeNoByteWhenAllIsAsWanted() {
    String odd = "one\r\n\n\ntwo\nthree";

    assertThat(line(odd, "three", "^thr", null)).isEqualTo(odd);
    assertThat(line(odd, "three", null, "^nothing")).isEqualTo(odd);
    assertThat(edited(odd, new Line("four", null, null, true))).isEqualTo(odd);
    assertThat(line(odd, "four", null, null)).isEqualTo(odd + "\nfour\n");
  }

  @Test
  void shouldTakeOutLinesThatAreEqualOrMatch() {
    assertThat(edited(TEXT, new Line("port 1", null, null, true)))
        .isEqualTo(TEXT.replace("port 1\n", ""));
    assertThat(edited(TEXT, new Line(null, "port", null, true))).isEqualTo("one\nlast\n");
    assertThat(edited("only\n", new Line("only", null, null, true))).isEmpty();
  }

  @Test
  void shouldKeepOneBlockWhereItIs() {
    String first = block(TEXT, new Block("a", "x\ny", "#", "^one"));

    assertThat(first)
        .isEqualTo(TEXT.replace("one\n", "one\n# BEGIN holdfast a\nx\ny\n# END holdfast a\n"));
    assertThat(block(first, new Block("a", "x\ny\n", "#", null))).isEqualTo(first);
    assertThat(block(first, new Block("a", "z", "#", null))).isEqualTo(first.replace("x\ny", "z"));
    assertThat(block(first, new Block("a", null, "#", null))).isEqualTo(TEXT);
    assertThatThrownBy(
            () -> block(first.replace("# END holdfast a\n", ""), new Block("a", "z", "#", null)))
        .hasMessageContaining("not one pair");
  }

  private static String line(
      String text, String line, @Nullable String matching, @Nullable String after) {
    Line edit = new Line(line, matching, after, false);
    String once = edited(text, edit);
    assertThat(edited(once, edit)).as("edited again").isEqualTo(once);
    return once;
  }

  private static String edited(String text, Line line) {
    return FileEdits.edited(text, List.of(line), List.of());
  }

  private static String block(String text, Block block) {
    return FileEdits.edited(text, List.of(), List.of(block));
  }
}
