package dev.holdfast.standalone.platform;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.port.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The operations that have not ended, as the API's metrics say. */
public final class OpenOperations {
  private static final Pattern OPEN =
      Pattern.compile("(?m)^holdfast_operations_open\\{[^}]*} ([0-9.E]+)$");

  private OpenOperations() {}

  /** How many there are; empty if the API does not answer. */
  public static OptionalLong count(Home home) {
    try {
      String token = Files.readString(home.metricsToken()).strip();
      PlatformConfig.Api api = PlatformConfig.read(home.root()).api();
      return OptionalLong.of(count(Http.get(api.url() + "/metrics", api.clientTls(), token)));
    } catch (IOException | RuntimeException e) {
      return OptionalLong.empty();
    }
  }

  static long count(String metrics) {
    return OPEN.matcher(metrics)
        .results()
        .map(MatchResult::group)
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
