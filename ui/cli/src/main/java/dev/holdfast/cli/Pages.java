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
    return part(api, path, most).items();
  }

  /**
   * The beginning of a list.
   *
   * @param more whether there is more of it
   */
  public record Part(List<JsonNode> items, boolean more) {
    /** Says that there is more, and which option shows it. */
    public void tellMore(Output output, String what) {
      if (more) {
        output.message(
            "Only the newest %d %s are shown; --limit N shows more.".formatted(items.size(), what));
      }
    }
  }

  /** As {@link #read}, with whether that is all of it. */
  public static Part part(ApiClient api, String path, int most) {
    return part(api, path, "cursor", most);
  }

  /** The same of a list whose parts are asked for with a cursor of this name. */
  public static Part part(ApiClient api, String path, String cursor, int most) {
    List<JsonNode> all = new ArrayList<>();
    String next = "";
    do {
      String separator = path.contains("?") ? "&" : "?";
      JsonNode page =
          api.get(next.isEmpty() ? path : path + separator + cursor + "=" + encode(next));
      all.addAll(Json.list(page, "items"));
      next = Json.text(page, "next");
    } while (!next.isEmpty() && all.size() < most);
    return all.size() > most
        ? new Part(all.subList(0, most), true)
        : new Part(all, !next.isEmpty());
  }

  /** A word as it has to stand in a path or a query. */
  public static String encode(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
