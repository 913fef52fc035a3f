package dev.holdfast.standalone.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Lets whoever knows the token in a file read the metrics; thread-safe. */
public final class MetricsToken extends Authenticator {
  private static final int UNAUTHORIZED = 401;

  private final Path file;

  /**
   * @param file read at every request, for the API may have written a new token meanwhile
   */
  MetricsToken(Path file) {
    this.file = file;
  }

  @Override
  public Result authenticate(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    try {
      byte[] wanted = ("Bearer " + Files.readString(file).strip()).getBytes(StandardCharsets.UTF_8);
      if (given != null && MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
        return new Success(new HttpPrincipal("metrics", "holdfast"));
      }
    } catch (IOException e) {
      // Without the file nobody can be let in.
    }
    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    return new Failure(UNAUTHORIZED);
  }
}
