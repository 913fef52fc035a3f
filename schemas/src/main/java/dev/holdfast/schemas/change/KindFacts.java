package dev.holdfast.schemas.change;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is so of the things that a query asked for by kind: of each kind its own record, by name.
 */
public record KindFacts(Map<Class<? extends Record>, Map<String, Record>> all) {
  /** Of a query that asked for nothing by kind. */
  public static final KindFacts NONE = new KindFacts(Map.of());

  public KindFacts {
    Map<Class<? extends Record>, Map<String, Record>> copy = new LinkedHashMap<>();
    all.forEach((type, found) -> copy.put(type, Map.copyOf(found)));
    all = Map.copyOf(copy);
  }

  /** The facts about one thing; null where nobody asked for it or there is none. */
  public <F extends Record> @Nullable F find(Class<F> type, String name) {
    return type.cast(all.getOrDefault(type, Map.of()).get(name));
  }
}
