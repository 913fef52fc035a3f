package dev.holdfast.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of operations in a row, as {@code -Dholdfast.soak=20000} says; prints its figures. */
@EnabledIfSystemProperty(named = "holdfast.soak", matches = "[1-9][0-9]*")
final class SoakIT {

  @Test
  void shouldStayWhatItIsWhenThousandsOfOperationsHaveRun(@TempDir Path directory)
      throws Exception {
    StandaloneProcess holdfast = EndToEnd.platform(directory);
    try {
      StandaloneProcess.Result soaked =
          holdfast.run(
              "bench", "soak", "--yes", "--operations", System.getProperty("holdfast.soak"));
      System.out.println(soaked.output());

      StandaloneProcess.succeeded(soaked);
    } finally {
      StandaloneProcess.succeeded(holdfast.run("down"));
    }
  }
}
