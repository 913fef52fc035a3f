package dev.holdfast.patterns;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern of what a sync leaves alone, read byte by byte as rsync reads that of {@code
 * --exclude}. Immutable.
 *
 * <p>A slash at the beginning ties it to the top of the directory, one at the end to directories.
 * Paths stand here as their bytes read as ISO 8859-1.
 */
public final class ExcludePattern {
  private final String text;
  private final List<ExcludeToken> tokens;
  private final Start start;
  private final boolean directoriesOnly;

  /** It ends in {@code ***}: a directory is matched as if a slash followed its name. */
  private final boolean withContents;

  /** Where in a path a match may begin. */
  private enum Start {
    /** At the first name. */
    TOP,
    /** At the slash before the first name, which {@code **} may take. */
    SLASH,
    /** At any name. */
    NAME
  }

  /**
   * Reads a pattern.
   *
   * @throws UnusableExclude if it could never match, or is meant for another tool's syntax
   */
  public ExcludePattern(String pattern) {
    ExcludeCheck.check(pattern);
    this.text = pattern;
    String raw = raw(pattern);
    this.directoriesOnly = raw.endsWith("/");
    String body = directoriesOnly ? raw.substring(0, raw.length() - 1) : raw;
    boolean top = body.startsWith("/");
    this.start = top ? Start.TOP : body.startsWith("**") ? Start.SLASH : Start.NAME;
    this.withContents = body.endsWith("***");
    this.tokens = ExcludeToken.read(top ? body.substring(1) : body);
  }

  /** The bytes of a text in UTF-8, as the paths stand here. */
  public static String raw(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * Whether this very path is meant; what is below an excluded directory is for the caller.
   *
   * @param raw the path below the directory, its bytes read as ISO 8859-1
   */
  public boolean matches(String raw, boolean directory) {
    if (directoriesOnly && !directory) {
      return false;
    }
    String path = (start == Start.SLASH ? "/" : "") + raw + (withContents && directory ? "/" : "");
    BitSet states = new BitSet(tokens.size() + 1);
    for (int at = 0; at <= path.length(); at++) {
      boolean name = start == Start.NAME && at > 0 && path.charAt(at - 1) == '/';
      if (at == 0 || name) {
        states.set(0);
      }
      passRepeats(states);
      if (at < path.length()) {
        states = after(states, path.charAt(at));
      }
    }
    return states.get(tokens.size());
  }

  /** A repeat may stand for nothing. */
  private void passRepeats(BitSet states) {
    for (int s = states.nextSetBit(0); s >= 0 && s < tokens.size(); s = states.nextSetBit(s + 1)) {
      if (tokens.get(s).repeated()) {
        states.set(s + 1);
      }
    }
  }

  private BitSet after(BitSet states, char c) {
    BitSet next = new BitSet(tokens.size() + 1);
    for (int s = states.nextSetBit(0); s >= 0 && s < tokens.size(); s = states.nextSetBit(s + 1)) {
      ExcludeToken token = tokens.get(s);
      if (token.takes(c)) {
        next.set(token.repeated() ? s : s + 1);
      }
    }
    return next;
  }

  /** Whether {@link #regex()} is of directories only. */
  public boolean regexOfDirectories() {
    return directoriesOnly || ofDirectoryAndContents();
  }

  /**
   * What it matches, but for what is below that, as a POSIX extended regular expression of whole
   * paths that begin with {@code ./}, in the C locale; its bytes read as ISO 8859-1.
   */
  public String regex() {
    StringBuilder regex =
        new StringBuilder(
            switch (start) {
              case TOP -> "\\./";
              case SLASH -> "\\.";
              case NAME -> "\\./(.*/)?";
            });
    int end = tokens.size() - (ofDirectoryAndContents() ? 2 : 0);
    tokens.subList(0, end).forEach(token -> regex.append(token.regex()));
    return regex.toString();
  }

  private boolean ofDirectoryAndContents() {
    return withContents && tokens.size() > 1 && tokens.get(tokens.size() - 2).isSlash();
  }

  @Override
  public String toString() {
    return text;
  }
}
