package dev.holdfast.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads lists, which the API gives page by page. */
public final class Pages {
  private Pages() {}

  /**
   * The elements of all pages, at most so many.
   *
   * @param path the list, with its filters as a query
   */
  public static List<JsonNode> read(ApiClient api, String path, int most) {
    List<JsonNode> all = new ArrayList<>();
    String next = "";
    do {
      String separator = path.contains("?") ? "&" : "?";
      JsonNode page = api.get(next.isEmpty() ? path : path + separator + "cursor=" + encode(next));
      all.addAll(Json.list(page, "items"));
      next = Json.text(page, "next");
    } while (!next.isEmpty() && all.size() < most);
    return all.size() > most ? all.subList(0, most) : all;
  }

  /** A word as it has to stand in a path or a query. */
  public static String encode(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
