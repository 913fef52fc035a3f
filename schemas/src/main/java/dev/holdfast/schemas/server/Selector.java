package dev.holdfast.schemas.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which servers: {@code all}, names, {@code label=value}, {@code !} for not, {@code ,} for and.
 *
 * <p>Plain names are alternatives ({@code web-1,web-2} is both); every other term narrows the
 * choice.
 */
public record Selector(String text) {
  private static final Pattern TERM =
      Pattern.compile("!?[A-Za-z0-9][A-Za-z0-9._/-]*(=[A-Za-z0-9][A-Za-z0-9._/-]*)?");

  /**
   * @throws IllegalArgumentException if the text is no selector, with the term that is wrong
   */
  public Selector {
    if (text.isBlank()) {
      throw new IllegalArgumentException("selector: is empty; name servers, a label=value, or all");
    }
    for (String term : text.split(",", -1)) {
      if (!TERM.matcher(term.strip()).matches()) {
        throw new IllegalArgumentException(
            "selector: '" + term.strip() + "' is neither a name, label=value, !term nor all");
      }
    }
  }

  /** Whether a server of this name and these labels is selected. */
  public boolean matches(String name, Map<String, String> labels) {
    List<String> names = new ArrayList<>();
    for (String term : terms()) {
      boolean negated = term.startsWith("!");
      String bare = negated ? term.substring(1) : term;
      int equals = bare.indexOf('=');
      if (bare.equals("all")) {
        if (negated) {
          return false;
        }
      } else if (equals >= 0) {
        boolean has = bare.substring(equals + 1).equals(labels.get(bare.substring(0, equals)));
        if (has == negated) {
          return false;
        }
      } else if (negated) {
        if (bare.equals(name)) {
          return false;
        }
      } else {
        names.add(bare);
      }
    }
    return names.isEmpty() || names.contains(name);
  }

  /** The servers that the selector names itself, so that an unknown one can be told. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (String term : terms()) {
      String bare = term.startsWith("!") ? term.substring(1) : term;
      if (!bare.equals("all") && bare.indexOf('=') < 0) {
        names.add(bare);
      }
    }
    return names;
  }

  private List<String> terms() {
    return List.of(text.split(",", -1)).stream().map(String::strip).toList();
  }
}
