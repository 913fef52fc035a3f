package dev.holdfast.platform.policy.shell;

/** Collects a word. */
final class WordBuilder {
  private final StringBuilder start = new StringBuilder();
  private final StringBuilder end = new StringBuilder();
  private boolean holes;
  private boolean splits;
  private boolean alike = true;

  void add(char c) {
    (holes ? end : start).append(c);
  }

  void add(String text) {
    (holes ? end : start).append(text);
  }

  /** Something that only the shell knows. */
  void hole(boolean mayBeSeveralWords) {
    holes = true;
    splits |= mayBeSeveralWords;
    alike &= !mayBeSeveralWords;
    end.setLength(0);
  }

  /** Several words that begin alike. */
  void pattern() {
    holes = true;
    splits = true;
    end.setLength(0);
  }

  Word word() {
    return new Word(start.toString(), end.toString(), !holes, splits, alike);
  }
}
