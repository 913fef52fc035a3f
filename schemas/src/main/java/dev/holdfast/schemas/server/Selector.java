package dev.holdfast.schemas.server;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which servers: {@code all}, names, {@code label=value}, {@code !} for not, {@code ,} for and,
 * {@code |} for or, parentheses; {@code *} and {@code ?} in names and values.
 *
 * <p>Plain names between commas are alternatives ({@code web-1,web-2} is both); every other term
 * narrows the choice. A comma binds closer than {@code |}.
 */
public record Selector(String text) {
  /**
   * @throws IllegalArgumentException if the text is no selector, with the term that is wrong
   */
  public Selector {
    var _ = SelectorParser.parse(text);
  }

  /**
   * A selector that a person has just typed: what would not mean what it says is refused, too.
   *
   * @throws IllegalArgumentException if the text is no selector, with what is wrong
   */
  public static Selector typed(String text) {
    var selector = new Selector(text);
    SelectorParser.parse(text).refuseNamesBesideAll();
    return selector;
  }

  /**
   * Whether a server of this name and these labels is selected. Selectors name servers as they are
   * called within one organisation, and are asked about its servers only.
   */
  public boolean matches(String name, Map<String, String> labels) {
    return SelectorParser.parse(text).matches(ServerNames.within(name), labels);
  }

  /** Whether it selects whatever there is, also servers to come. */
  public boolean selectsAll() {
    return text.strip().equals("all");
  }

  /** The names within their organisation that the selector names in full, and no server has. */
  public Set<String> unknown(Collection<Server> servers) {
    Set<String> unknown = new TreeSet<>(names());
    servers.forEach(server -> unknown.remove(server.nameWithin()));
    return unknown;
  }

  /** The servers that the selector names in full, so that an unknown one can be told. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    SelectorParser.parse(text).addNames(names);
    return names;
  }
}
