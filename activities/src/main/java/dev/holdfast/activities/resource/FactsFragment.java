package dev.holdfast.activities.resource;

/**
 * The part of the facts script that knows one kind of resource. Thread-safe.
 *
 * <p>The words that it works on are in {@code $asked_KIND}, with {@code _} in place of {@code -}.
 * It prints rows with {@code row}, the first field of which is the kind.
 */
public interface FactsFragment {

  /** The kind, by the name that a query calls it. */
  String kind();

  /** POSIX sh that prints the facts about what it is asked; it changes nothing. */
  String script();

  /** What a row says. */
  Found read(String[] row);

  /** The facts about one thing of a kind. */
  record Found(String name, Record facts) {}
}
