package dev.holdfast.platform.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.holdfast.schemas.secret.SecretReference;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Masks secrets with as many {@code *} as they have bytes, so that every offset stays true: known
 * values, and what looks like a password, token or private key. Immutable.
 */
public final class Redactor {
  /** Shorter values would mask half of any text. */
  private static final int SHORTEST = 3;

  private static final int SHORTEST_LINE = 8;

  private static final Pattern REFERENCE =
      Pattern.compile(
          SecretReference.PREFIX
              + "[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?(?:@[0-9]{1,9})?(?:#(?:user|password))?");

  /** In ISO 8859-1, a character for each byte; the longest first. */
  private final List<String> values;

  /** A redactor that knows no values. */
  public Redactor() {
    this(List.of());
  }

  /**
   * A redactor that also masks these values, as they are, in a shell's quotes and in base64; of a
   * value of several lines, each line. Values of one or two characters are left alone.
   */
  public Redactor(Collection<String> secrets) {
    TreeSet<String> forms =
        new TreeSet<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    for (String secret : secrets) {
      boolean many = secret.strip().lines().count() > 1;
      secret
          .strip()
          .lines()
          .filter(line -> line.length() >= (many ? SHORTEST_LINE : SHORTEST))
          .forEach(line -> {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            forms.add(latin(bytes));
            forms.add(latin(line.replace("'", "'\\''").getBytes(StandardCharsets.UTF_8)));
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
          });
    }
    this.values = List.copyOf(forms);
  }

  /** Bytes from {@code start} to before {@code end} that have to be masked. */
  record Span(int start, int end) {
    boolean holds(Span other) {
      return start <= other.start && other.end <= end;
    }
  }

  /** The text with its secrets masked. */
  public String redact(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mask(bytes, spans(bytes, bytes.length));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Passes what is written on to {@code next} with its secrets masked, line by line. */
  public RedactingStream redacting(OutputStream next) {
    return new RedactingStream(this, next);
  }

  /** Where secrets are in the first bytes, in no order. */
  List<Span> spans(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    List<Span> spans = new ArrayList<>();
    for (String value : values) {
      for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
        spans.add(new Span(at, at + value.length()));
      }
    }
    List<Span> references = references(text);
    String lower = text.toLowerCase(Locale.ROOT);
    Map<List<String>, List<Span>> lines = new HashMap<>();
    for (SecretPatterns.Look look : SecretPatterns.ALL) {
      List<Span> worthALook = lines.computeIfAbsent(look.hints(), hints -> linesWith(hints, lower));
      for (Span line : worthALook) {
        Matcher matcher = look.pattern().matcher(text.substring(line.start(), line.end()));
        while (matcher.find()) {
          Span found = new Span(line.start() + matcher.start(1), line.start() + matcher.end(1));
          if (references.stream().noneMatch(reference -> reference.holds(found))) {
            spans.add(found);
          }
        }
      }
    }
    PrivateKeys.in(text).forEach(key -> spans.add(new Span(key.body(), key.end())));
    return spans;
  }

  /** What says which secret is meant tells nothing of it. */
  private static List<Span> references(String text) {
    if (!text.contains(SecretReference.PREFIX)) {
      return List.of();
    }
    List<Span> found = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(text);
    while (matcher.find()) {
      found.add(new Span(matcher.start(), matcher.end()));
    }
    return found;
  }

  /**
   * The lines in which one of these words is: looking for a pattern takes a thousand times as long
   * as for words, and much output is long and holds no secret.
   */
  private static List<Span> linesWith(List<String> words, String lower) {
    TreeMap<Integer, Span> lines = new TreeMap<>();
    for (String word : words) {
      int at = lower.indexOf(word);
      while (at >= 0) {
        Span line = new Span(Lines.start(lower, at), Lines.end(lower, at));
        lines.put(line.start(), line);
        at = lower.indexOf(word, line.end());
      }
    }
    return List.copyOf(lines.values());
  }

  static void mask(byte[] bytes, List<Span> spans) {
    for (Span span : spans) {
      mask(bytes, span.start(), Math.min(span.end(), bytes.length));
    }
  }

  /** Lines stay lines. */
  static void mask(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] != '\n' && bytes[i] != '\r') {
        bytes[i] = '*';
      }
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
