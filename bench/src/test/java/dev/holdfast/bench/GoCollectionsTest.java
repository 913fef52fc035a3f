package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoCollectionsTest {
  private static final Offset<Double> EXACTLY = Offset.offset(0.0001);

  /** As go 1.26 writes them. */
  private static String line(int number, String cpu) {
    return "gc %d @0.41s 1%%: 0.02+1.9+0.01 ms clock, %s ms cpu, 4->4->2 MB, 5 MB goal, 0 MB stacks, 0 MB globals, 2 P%n"
        .formatted(number, cpu);
  }

  @TempDir private Path directory;

  @Test
  void shouldAddUpAllThatACollectionTakes() throws Exception {
    Path log = directory.resolve("temporal.log");
    Files.writeString(log, "started\n" + line(1, "900+900/900/900+900"));
    GoCollections collections = new GoCollections(log);
    assertThat(collections.cpuMillis()).isZero();

    String half = line(3, "1+0/0/0+0");
    append(log, line(2, "0.5+1/2.5/3+0.25") + "{\"msg\":\"gc\"}\n" + half.substring(0, 20));
    assertThat(collections.cpuMillis()).isEqualTo(7.25, EXACTLY);

    append(log, half.substring(20));
    assertThat(collections.cpuMillis()).isEqualTo(8.25, EXACTLY);
    assertThat(collections.cpuMillis()).isEqualTo(8.25, EXACTLY);
  }

  @Test
  void shouldReadOnWhereTheLogWasRotated() throws Exception {
    Path log = directory.resolve("temporal.log");
    Files.writeString(log, "");
    GoCollections collections = new GoCollections(log);
    append(log, line(1, "1+0/0/0+0"));
    assertThat(collections.cpuMillis()).isEqualTo(1, EXACTLY);

    append(log, line(2, "2+0/0/0+0"));
    Files.copy(log, directory.resolve("temporal.log.1"));
    Files.writeString(log, line(3, "4+0/0/0+0"));

    assertThat(collections.cpuMillis()).isEqualTo(7, EXACTLY);
  }

  private static void append(Path log, String text) throws Exception {
    Files.writeString(log, text, StandardOpenOption.APPEND);
  }
}
