package dev.holdfast.schemas.change;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of an authorized_keys file, as sshd reads it.
 *
 * @param options by name in lower case; without a value: the empty text
 * @param key what is in the base64
 * @param base64 the key
 * @param comment empty where there is none
 */
public record AuthorizedKeyLine(
    Map<String, String> options, PublicKeyBlob key, String base64, String comment) {

  private static final Pattern KEY =
      Pattern.compile("([a-z0-9][a-z0-9@.-]*)[ \\t]+([A-Za-z0-9+/]+={0,2})(?:[ \\t]+(.*))?");
  private static final Pattern OPTION =
      Pattern.compile("([A-Za-z0-9-]+)(?:=\"((?:[^\"\\\\]|\\\\.)*)\")?(,|[ \\t]+)");

  private static final Pattern TIME = Pattern.compile("\\d{8}(\\d{4}(\\d\\d)?)?[Zz]?");

  /** A line with another option is passed over whole. */
  private static final Set<String> KNOWN =
      Set.of(
          "agent-forwarding",
          "cert-authority",
          "command",
          "environment",
          "expiry-time",
          "from",
          "no-agent-forwarding",
          "no-port-forwarding",
          "no-pty",
          "no-touch-required",
          "no-user-rc",
          "no-x11-forwarding",
          "permitlisten",
          "permitopen",
          "port-forwarding",
          "principals",
          "pty",
          "restrict",
          "tunnel",
          "user-rc",
          "verify-required",
          "x11-forwarding");

  public AuthorizedKeyLine {
    options = Map.copyOf(options);
  }

  /** The line; empty for one that sshd passes over: a comment, or no key that can be read. */
  public static Optional<AuthorizedKeyLine> parse(String text) {
    String line = text.strip();
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    Optional<AuthorizedKeyLine> bare = key(Map.of(), line);
    return bare.isPresent() ? bare : withOptions(line);
  }

  private static Optional<AuthorizedKeyLine> withOptions(String line) {
    Map<String, String> options = new LinkedHashMap<>();
    Matcher matcher = OPTION.matcher(line);
    int from = 0;
    while (matcher.region(from, line.length()).lookingAt()) {
      String value = matcher.group(2);
      options.putIfAbsent(
          matcher.group(1).toLowerCase(Locale.ROOT),
          value == null ? "" : value.replace("\\\"", "\""));
      from = matcher.end();
      if (!matcher.group(3).equals(",")) {
        return KNOWN.containsAll(options.keySet())
            ? key(options, line.substring(from))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<AuthorizedKeyLine> key(Map<String, String> options, String text) {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String comment = matcher.group(3) == null ? "" : matcher.group(3).strip();
    return PublicKeyBlob.read(matcher.group(2))
        .filter(blob -> blob.type().equals(matcher.group(1)))
        .map(blob -> new AuthorizedKeyLine(options, blob, matcher.group(2), comment));
  }

  /** Whether certificates that the key has signed log in, and the key itself does not. */
  public boolean authority() {
    return options.containsKey("cert-authority");
  }

  /** Whether its time is over; a time that cannot be read is. */
  public boolean expired(Facts.Now now) {
    String time = options.getOrDefault("expiry-time", "");
    if (!TIME.matcher(time).matches()) {
      return options.containsKey("expiry-time");
    }
    boolean utc = !Character.isDigit(time.charAt(time.length() - 1));
    String digits = utc ? time.substring(0, time.length() - 1) : time;
    String clock = utc ? now.utc() : now.local();
    return clock.compareTo(digits + "0".repeat(14 - digits.length())) > 0;
  }

  /** What the line's key is called for people, such as {@code 'ann@laptop' (RSA, 2048 bits)}. */
  public String name() {
    String size = key.type().equals("ssh-rsa") ? ", %d bits".formatted(key.bits()) : "";
    return "'%s' (%s%s)"
        .formatted(
            comment.isEmpty() ? "…" + base64.substring(Math.max(0, base64.length() - 12)) : comment,
            key.name(),
            size);
  }
}
