package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read is plain English, in words that can be searched for. */
final class WordingTest {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
  private static final Pattern TEXT =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");

  /** Literal translations, and words for things that have a name of their own. */
  private static final Pattern ODD =
      Pattern.compile(
          "(?i)\\b(tells (what|whether|how|medians)|left alone|looked over|tak(e|es|en|ing) (it|the change|itself|what \\S+ did)? ?back\\b"
              + "|goes? on( where| by|;|\\.|$)|unseen|as (it|they) should be|should be:|said nothing|as it was wanted"
              + "|is no (file|directory|key|text|number|json|name|path|server's|operation\\b|state|region|secret|kind|regular|instant|level|address|field|list|unit)"
              + "|must have a minimum value|so often at most|TIMEOUT_TYPE_|ScheduleToClose|StartToClose)");

  private static final Pattern ALLOWED =
      Pattern.compile("(?i)there is no|is no longer|where there is no|\\(as it should be\\)");

  @ParameterizedTest
  @ValueSource(strings = {".java", ".json", ".md"})
  void shouldNotSpeakInRiddles(String kind) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Repository.root())) {
      for (Path file : files.filter(file -> isRead(file, kind)).toList()) {
        String text = Files.readString(file);
        Stream<String> read =
            kind.equals(".java")
                ? TEXT.matcher(COMMENT.matcher(text).replaceAll(""))
                    .results()
                    .map(MatchResult::group)
                : text.lines();
        read.filter(words -> ODD.matcher(ALLOWED.matcher(words).replaceAll("")).find())
            .map(words -> Repository.root().relativize(file) + ": " + words)
            .forEach(found::add);
      }
    }

    assertThat(found).isEmpty();
  }

  /** What Temporal says of failures is for those who know Temporal: it is said in words of ours. */
  @Test
  void shouldReadTemporalsFailuresInOnePlace() throws IOException {
    Pattern raw =
        Pattern.compile(
            "getTimeoutType\\(\\)|import io\\.temporal\\.failure\\.(Timeout|Server)Failure");
    try (Stream<Path> files = Files.walk(Repository.root())) {
      List<String> readers = new ArrayList<>();
      for (Path file : files.filter(file -> isRead(file, ".java")).toList()) {
        if (raw.matcher(Files.readString(file)).find()) {
          readers.add(file.getFileName().toString());
        }
      }

      // The others only ask whether a step was ever taken up, and tell programs which limit it was.
      assertThat(readers)
          .containsExactlyInAnyOrder(
              "FailureWords.java", "ChangeFailed.java", "FailureReader.java");
    }
  }

  private static boolean isRead(Path file, String kind) {
    String path = Repository.root().relativize(file).toString();
    return path.endsWith(kind)
        && !path.contains("target/")
        && !path.startsWith(".")
        && switch (kind) {
          case ".java" -> path.contains("src/main/");
          case ".json" -> path.contains("src/main/resources/dev/holdfast/schemas/");
          default -> !path.startsWith("docs/adr/");
        };
  }
}
