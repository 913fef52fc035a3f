package dev.holdfast.schemas.server;

import java.util.regex.Pattern;

/**
 * Which names, addresses and login users a server may have: all that hosts and accounts have in
 * practice, and nothing that could be taken for an option, a pattern or another word.
 */
public final class ServerNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");
  private static final Pattern ORGANISATION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String FIRST = "default";
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?\\.?");
  private static final Pattern IPV6 =
      Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}(%[A-Za-z0-9][A-Za-z0-9._-]{0,14})?");
  private static final Pattern USER =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*([\\\\@][A-Za-z0-9_.+-]+)*\\$?");
  private static final int LONGEST_USER = 255;

  private ServerNames() {}

  /** Whether the text can be the name of a server. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The name by which a server is known to the whole platform: what is kept of it anywhere is kept
   * by this one. In the first organisation it is the name itself, in others {@code
   * NAME@ORGANISATION}; one that is full already stays.
   */
  public static String full(String organisation, String name) {
    return organisation.equals(FIRST) || name.indexOf('@') >= 0 ? name : name + "@" + organisation;
  }

  /** The name of a server within its organisation. */
  public static String within(String full) {
    int at = full.indexOf('@');
    return at < 0 ? full : full.substring(0, at);
  }

  /** The organisation of a server, by its full name. */
  public static String organisation(String full) {
    int at = full.indexOf('@');
    return at < 0 ? FIRST : full.substring(at + 1);
  }

  /** Whether the text can be the full name of a server. */
  public static boolean isFullName(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? isName(text)
        : isName(text.substring(0, at))
            && ORGANISATION.matcher(text.substring(at + 1)).matches()
            && !text.substring(at + 1).equals(FIRST);
  }

  /** Whether the text can be the address of a server: a host name, IPv4, or IPv6 with a zone. */
  public static boolean isAddress(String text) {
    return (text.indexOf(':') < 0 ? HOST : IPV6).matcher(text).matches();
  }

  /** Whether the text can be a login user, also one of a directory: {@code CORP\ann}. */
  public static boolean isUser(String text) {
    return text.length() <= LONGEST_USER && USER.matcher(text).matches();
  }

  static void requireFullName(String text) {
    require(isFullName(text), "name", text, "lower-case letters, digits and . _ - (at most 63)");
  }

  /**
   * Checks the name that somebody gives a server.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static void requireName(String text) {
    require(isName(text), "name", text, "lower-case letters, digits and . _ - (at most 63)");
  }

  static void requireAddress(String text) {
    String why =
        text.chars().anyMatch(c -> c > 127)
            ? "a host name in ASCII; write an international name as xn--..."
            : text.indexOf(':') >= 0
                ? "an IPv6 address, such as 2001:db8::7 or fe80::1%eth0"
                : "a host name or an IP address: letters, digits and . _ -";
    require(isAddress(text), "address", text, why);
  }

  static void requireUser(String text) {
    String why =
        text.length() > LONGEST_USER
            ? "a user name: it has more than " + LONGEST_USER + " characters"
            : "a user name: letters, digits and . _ + -, parts joined by @ or \\";
    require(isUser(text), "user", text, why);
  }

  private static void require(boolean valid, String field, String value, String form) {
    if (!valid) {
      throw new IllegalArgumentException(field + ": '" + value + "' is not " + form);
    }
  }
}
