package dev.holdfast.schemas.server;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A part of a selector. */
sealed interface SelectorTerm {
  boolean matches(String name, Map<String, String> labels);

  /** Adds the servers that it names in full. */
  void addNames(Set<String> names);

  /**
   * @throws IllegalArgumentException if names stand beside {@code all}, of which they would be left
   */
  default void refuseNamesBesideAll() {}

  /** Every server. */
  record All() implements SelectorTerm {
    @Override
    public boolean matches(String name, Map<String, String> labels) {
      return true;
    }

    @Override
    public void addNames(Set<String> names) {}
  }

  /** A name, or a pattern of names. */
  record Named(String pattern) implements SelectorTerm {
    @Override
    public boolean matches(String name, Map<String, String> labels) {
      return SelectorTerm.like(pattern, name);
    }

    @Override
    public void addNames(Set<String> names) {
      if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
        names.add(pattern);
      }
    }
  }

  /** A label with a value, or a pattern of values. */
  record Labelled(String key, String pattern) implements SelectorTerm {
    @Override
    public boolean matches(String name, Map<String, String> labels) {
      String value = labels.get(key);
      return value != null && SelectorTerm.like(pattern, value);
    }

    @Override
    public void addNames(Set<String> names) {}
  }

  /** What a term does not match. */
  record Not(SelectorTerm term) implements SelectorTerm {
    @Override
    public boolean matches(String name, Map<String, String> labels) {
      return !term.matches(name, labels);
    }

    @Override
    public void addNames(Set<String> names) {
      term.addNames(names);
    }

    @Override
    public void refuseNamesBesideAll() {
      term.refuseNamesBesideAll();
    }
  }

  /** Terms with commas between: names are alternatives, everything else has to match. */
  record Every(List<SelectorTerm> terms) implements SelectorTerm {
    @Override
    public boolean matches(String name, Map<String, String> labels) {
      boolean named = false;
      boolean found = false;
      for (SelectorTerm term : terms) {
        boolean matches = term.matches(name, labels);
        if (term instanceof Named) {
          named = true;
          found |= matches;
        } else if (!matches) {
          return false;
        }
      }
      return found || !named;
    }

    @Override
    public void addNames(Set<String> names) {
      terms.forEach(term -> term.addNames(names));
    }

    @Override
    public void refuseNamesBesideAll() {
      terms.forEach(SelectorTerm::refuseNamesBesideAll);
      if (terms.contains(new All())) {
        for (SelectorTerm term : terms) {
          if (term instanceof Named(String pattern)) {
            throw new IllegalArgumentException(
                "selector: 'all' and '%s' do not go together; write all, or the names alone"
                    .formatted(pattern));
          }
        }
      }
    }
  }

  /** Terms with {@code |} between. */
  record Any(List<SelectorTerm> terms) implements SelectorTerm {
    @Override
    public boolean matches(String name, Map<String, String> labels) {
      return terms.stream().anyMatch(term -> term.matches(name, labels));
    }

    @Override
    public void addNames(Set<String> names) {
      terms.forEach(term -> term.addNames(names));
    }

    @Override
    public void refuseNamesBesideAll() {
      terms.forEach(SelectorTerm::refuseNamesBesideAll);
    }
  }

  /** Whether a text is as a pattern with {@code *} and {@code ?} says. */
  static boolean like(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int from = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
