package dev.holdfast.schemas.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads selectors. */
final class SelectorParser {
  private static final Pattern TERM =
      Pattern.compile("[A-Za-z0-9*?][A-Za-z0-9._/*?-]*(=[A-Za-z0-9*?][A-Za-z0-9._/*?-]*)?");
  private static final String STOPS = ",|()!";
  private static final int DEEPEST = 50;

  private final String text;
  private int at;
  private int depth;

  private SelectorParser(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if the text is no selector, with the term that is wrong
   */
  static SelectorTerm parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("selector: is empty; name servers, a label=value, or all");
    }
    var parser = new SelectorParser(text);
    SelectorTerm selector = parser.any();
    if (parser.at < text.length()) {
      throw new IllegalArgumentException("selector: a ')' closes nothing that was opened");
    }
    return selector;
  }

  private SelectorTerm any() {
    List<SelectorTerm> terms = new ArrayList<>();
    do {
      terms.add(every());
    } while (next('|'));
    return terms.size() == 1 ? terms.getFirst() : new SelectorTerm.Any(List.copyOf(terms));
  }

  private SelectorTerm every() {
    List<SelectorTerm> terms = new ArrayList<>();
    do {
      terms.add(one());
    } while (next(','));
    return terms.size() == 1 ? terms.getFirst() : new SelectorTerm.Every(List.copyOf(terms));
  }

  private SelectorTerm one() {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException("selector: is nested too deeply");
    }
    try {
      if (next('!')) {
        return new SelectorTerm.Not(one());
      }
      if (next('(')) {
        SelectorTerm inside = any();
        if (!next(')')) {
          throw new IllegalArgumentException("selector: a '(' is not closed");
        }
        return inside;
      }
      return plain();
    } finally {
      depth--;
    }
  }

  private SelectorTerm plain() {
    int from = at;
    while (at < text.length() && STOPS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String term = text.substring(from, at).strip();
    if (!TERM.matcher(term).matches()) {
      throw new IllegalArgumentException(
          term.isEmpty()
              ? "selector: a term is missing in '" + text + "'"
              : "selector: '"
                  + term
                  + "' is not a name, label=value or all, which may have * and ? in them");
    }
    int equals = term.indexOf('=');
    if (equals >= 0) {
      return new SelectorTerm.Labelled(term.substring(0, equals), term.substring(equals + 1));
    }
    return term.equals("all") ? new SelectorTerm.All() : new SelectorTerm.Named(term);
  }

  /** Skips blanks and this character, if it is the next one. */
  private boolean next(char wanted) {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }
}
