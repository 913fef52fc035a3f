package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of operations in a row, as {@code -Dholdfast.soak=20000} says; prints its figures. */
@EnabledIfSystemProperty(named = "holdfast.soak", matches = "[1-9][0-9]*")
final class SoakIT {

  @Test
  void shouldStayWhatItIsWhenThousandsOfOperationsHaveRun(@TempDir Path directory)
      throws Exception {
    StandaloneProcess holdfast = EndToEnd.platform(directory, Map.of("GODEBUG", "gctrace=1"));
    try {
      StandaloneProcess.Result soaked =
          holdfast.run(
              "bench", "soak", "--yes", "--operations", System.getProperty("holdfast.soak"));
      System.out.println(soaked.output());

      StandaloneProcess.succeeded(soaked);
      assertThat(soaked.output()).contains("garbage collection: ");
    } finally {
      StandaloneProcess.succeeded(holdfast.run("down"));
    }
  }
}
