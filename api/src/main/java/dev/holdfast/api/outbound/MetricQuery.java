package dev.holdfast.api.outbound;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A question to a Prometheus, or to what has its HTTP API.
 *
 * @param address of the server, before {@code /api/v1}
 * @param query in PromQL
 */
public record MetricQuery(URI address, String query) {
  private static final Pattern FORM = Pattern.compile("(\\S+)\\s+(\\S.*)", Pattern.DOTALL);
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads {@code ADDRESS QUERY}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static MetricQuery of(String text) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "names no query; write metric:ADDRESS QUERY, such as metric:https://prometheus.example.com"
              + " up == 1");
    }
    URI address = HttpAddress.of(parts.group(1));
    if (address.getRawQuery() != null) {
      throw new IllegalArgumentException("has a ? in its address; the query follows after a space");
    }
    return new MetricQuery(address, parts.group(2));
  }

  /** What is asked for, as an instant query. */
  public URI request() {
    String base = address.toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + "/api/v1/query?query="
            + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  /** How it was answered. */
  public enum Answer {
    /** With a sample, or a number other than 0. */
    HOLDS,
    /** With none, which is what a comparison gives that is not true. */
    EMPTY,
    /** Not as a Prometheus answers. */
    OTHER
  }

  /** What an answer says. */
  public static Answer read(byte[] answer) {
    JsonNode data;
    try {
      data = JSON.readTree(answer).path("data");
    } catch (JacksonException e) {
      return Answer.OTHER;
    }
    JsonNode result = data.path("result");
    if (!result.isArray()) {
      return Answer.OTHER;
    }
    return switch (data.path("resultType").asString("")) {
      case "vector", "matrix" -> result.isEmpty() ? Answer.EMPTY : Answer.HOLDS;
      case "scalar" -> result.path(1).asString("").equals("0") ? Answer.EMPTY : Answer.HOLDS;
      default -> Answer.OTHER;
    };
  }
}
