package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.Sshd.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration files as they have to be for the drop-in to win.
 *
 * <p>Other files are touched only where there is no other way: the Include line has to come first,
 * ports add up over all files, and files that sort before the drop-in are read before it. A line in
 * the way becomes a comment.
 */
final class SshdFiles {
  static final String MAIN = "/etc/ssh/sshd_config";
  static final String DROP_IN = "/etc/ssh/sshd_config.d/00-holdfast.conf";

  private static final String INCLUDE = "Include /etc/ssh/sshd_config.d/*.conf";
  private static final Set<String> DROP_INS =
      Set.of(
          "/etc/ssh/sshd_config.d/*.conf",
          "\"/etc/ssh/sshd_config.d/*.conf\"",
          "sshd_config.d/*.conf");
  private static final String OFF = "#holdfast# ";
  private static final Pattern LINE =
      Pattern.compile("^\\s*([A-Za-z0-9]+)(?:\\s*=\\s*|\\s+)(.*?)\\s*$");

  private SshdFiles() {}

  /** The files to have, the drop-in last: a file before it is harmless without it. */
  static List<ConfigFile> of(SshdSettings settings, Facts.Sshd sshd) {
    Set<String> keywords = settings.keywords();
    boolean ports = keywords.contains("port");
    List<ConfigFile> files = new ArrayList<>();
    for (Facts.ConfigFile file : sshd.files()) {
      if (file.path().equals(DROP_IN)) {
        continue;
      }
      boolean main = file.path().equals(MAIN);
      boolean earlier = !main && file.path().compareTo(DROP_IN) < 0;
      String content =
          commentOut(
              file.content(),
              keyword ->
                  (ports && keyword.equals("port")) || (earlier && keywords.contains(keyword)));
      if (main) {
        content = includeFirst(content);
      }
      if (main || !content.equals(file.content())) {
        files.add(new ConfigFile(file.path(), content, file.mode()));
      }
    }
    files.add(new ConfigFile(DROP_IN, settings.text(), "0644"));
    return files;
  }

  /** Files with a ListenAddress that brings its own port, which no Port can change. */
  static List<String> ownPorts(Facts.Sshd sshd) {
    Predicate<String> own = Pattern.compile("(.*\\]:\\d+|[^:]+:\\d+)(\\s.*)?").asMatchPredicate();
    return sshd.files().stream()
        .filter(file ->
            file.content()
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .anyMatch(line -> keyword(line).equals("listenaddress") && own.test(line.group(2))))
        .map(Facts.ConfigFile::path)
        .toList();
  }

  /**
   * What our own file sets for everybody by now, by keyword in lower case, each with its words;
   * empty where there is no such file.
   */
  static Map<String, List<String>> inForce(Facts.Sshd sshd) {
    Map<String, List<String>> settings = new TreeMap<>();
    sshd.files().stream()
        .filter(file -> file.path().equals(DROP_IN))
        .flatMap(file -> file.content().lines())
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .takeWhile(line -> !keyword(line).equals("match"))
        .forEach(line ->
            settings
                .computeIfAbsent(keyword(line), _ -> new ArrayList<>())
                .addAll(List.of(line.group(2).split("\\s+"))));
    return settings;
  }

  private static String commentOut(String content, Predicate<String> unwanted) {
    StringBuilder result = new StringBuilder();
    boolean global = true;
    for (String line : lines(content)) {
      Matcher matcher = LINE.matcher(line.stripTrailing());
      if (matcher.matches()) {
        global &= !keyword(matcher).equals("match");
        if (global && unwanted.test(keyword(matcher))) {
          result.append(OFF);
        }
      }
      result.append(line);
    }
    return result.toString();
  }

  /** Puts the Include before every other setting, and only there: repeated, lists would double. */
  private static String includeFirst(String content) {
    StringBuilder result = new StringBuilder();
    boolean first = true;
    boolean found = false;
    for (String line : lines(content)) {
      Matcher matcher = LINE.matcher(line.stripTrailing());
      if (matcher.matches()) {
        boolean include = keyword(matcher).equals("include") && DROP_INS.contains(matcher.group(2));
        found |= include && first;
        if (include && !first) {
          result.append(OFF);
        }
        first = false;
      }
      result.append(line);
    }
    return found ? result.toString() : INCLUDE + "\n" + result;
  }

  private static List<String> lines(String content) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < content.length(); ) {
      int end = content.indexOf('\n', from);
      end = end < 0 ? content.length() : end + 1;
      lines.add(content.substring(from, end));
      from = end;
    }
    return lines;
  }

  private static String keyword(Matcher line) {
    return line.group(1).toLowerCase(Locale.ROOT);
  }
}
