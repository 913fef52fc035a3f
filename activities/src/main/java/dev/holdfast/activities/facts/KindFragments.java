package dev.holdfast.activities.facts;

import dev.holdfast.activities.kinds.Kinds;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.FactsQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of the facts script that belong to a kind each, in the order in which they run. */
final class KindFragments {
  private static final Map<String, FactsFragment> BY_KIND =
      Kinds.ALL.stream()
          .flatMap(kind -> kind.handler().facts().stream())
          .collect(
              Collectors.toMap(
                  FactsFragment::kind, Function.identity(), (one, _) -> one, LinkedHashMap::new));

  private KindFragments() {}

  /** The fragment that printed a row; null for a row of none. */
  static @Nullable FactsFragment find(String kind) {
    return BY_KIND.get(kind);
  }

  /** The script of the kinds that a query asks for. */
  static String script(FactsQuery query) {
    return BY_KIND.values().stream()
        .filter(fragment -> query.kinds().containsKey(fragment.kind()))
        .map(FactsFragment::script)
        .collect(Collectors.joining("\n"));
  }

  /** An assignment of the words that each kind works on. */
  static String words(FactsQuery query) {
    SortedSet<String> none = new TreeSet<>();
    return BY_KIND.values().stream()
        .map(FactsFragment::kind)
        .map(kind ->
            " asked_%s=%s"
                .formatted(
                    kind.replace('-', '_'),
                    Quoting.quote(String.join(" ", query.kinds().getOrDefault(kind, none)))))
        .collect(Collectors.joining());
  }
}
