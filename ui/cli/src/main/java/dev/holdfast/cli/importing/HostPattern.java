package dev.holdfast.cli.importing;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that an entry of an inventory means, and the port behind it ({@code db[1:3]:2200}).
 *
 * @param port null if none is named
 */
record HostPattern(List<String> names, @Nullable String port) {
  private static final Pattern BRACKETED = Pattern.compile("\\[(.+)]:([0-9]+)");
  private static final Pattern WITH_PORT =
      Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*])*):([0-9]+)");
  private static final String RANGE = "\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?]";
  private static final String LABEL = "(?:\\w|%s)(?:[\\w-]|%s)*(?<![_-])".formatted(RANGE, RANGE);
  private static final Pattern NAME =
      Pattern.compile(
          "%s(?:\\.%s)*".formatted(LABEL, LABEL),
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern V6 =
      Pattern.compile(
          "(?=.*::|(?:[^:]*:){6,7}[^:]*$)[0-9a-f:.\\[\\]]*:[0-9a-f:.\\[\\]]*",
          Pattern.CASE_INSENSITIVE);

  /**
   * @throws IllegalArgumentException if the pattern has a range that is not valid
   */
  static HostPattern parse(String text) {
    String host = text;
    @Nullable String port = null;
    for (Pattern form : List.of(BRACKETED, WITH_PORT)) {
      Matcher parts = form.matcher(host);
      if (parts.matches()) {
        host = parts.group(1);
        port = String.valueOf(Long.parseLong("0" + parts.group(2).replaceFirst("^(.{9}).*", "$1")));
      }
    }
    // Where Ansible does not recognise the name, a port is no port but part of the name.
    boolean known = NAME.matcher(host).matches() || V6.matcher(host).matches();
    return known
        ? new HostPattern(HostRange.expand(host), port)
        : new HostPattern(HostRange.expand(text), null);
  }
}
