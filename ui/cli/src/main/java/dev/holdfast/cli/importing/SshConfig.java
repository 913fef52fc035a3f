package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of OpenSSH's client: every name that a Host line spells out is a server, with
 * what all matching blocks say of it; as there, the first value counts.
 */
public final class SshConfig {
  private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\s*=\\s*|\\s+)(.*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Set<String> IMPORTED =
      Set.of(
          "hostname",
          "port",
          "user",
          "identityfile",
          "certificatefile",
          "proxyjump",
          "proxycommand",
          "hostkeyalias");

  private final String home;
  private final List<Block> blocks = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private SshConfig(String home) {
    this.home = home;
  }

  /** Options that hold for the hosts of these patterns. */
  private record Block(List<String> patterns, int line, List<Option> options) {}

  private record Option(String keyword, String value, int line) {}

  /**
   * @param home what {@code ~} means
   */
  public static Found parse(String text, String home) {
    SshConfig config = new SshConfig(home);
    config.read(text);
    Map<String, Integer> names = new LinkedHashMap<>();
    for (Block block : config.blocks) {
      for (String pattern : block.patterns()) {
        if (Glob.isPlain(pattern)) {
          names.putIfAbsent(pattern, block.line());
        }
      }
    }
    List<FoundServer> servers = new ArrayList<>();
    names.forEach((name, line) -> servers.add(config.server(name, line)));
    return new Found(servers, config.notes);
  }

  private void read(String text) {
    @Nullable Block current = new Block(List.of("*"), 0, new ArrayList<>());
    blocks.add(current);
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        notes.add("line %d: is no 'Keyword value'".formatted(number));
        continue;
      }
      String keyword = parts.group(1).toLowerCase(Locale.ROOT);
      String value = parts.group(2).strip();
      switch (keyword) {
        case "host" -> current = begin(words(value), number);
        case "match" -> {
          boolean all = value.equalsIgnoreCase("all");
          current = all ? begin(List.of("*"), number) : null;
          if (!all) {
            notes.add("line %d: a Match block is not imported, only Host blocks".formatted(number));
          }
        }
        case "include" ->
            notes.add(
                "line %d: Include is not followed; import the other file by itself"
                    .formatted(number));
        default -> {
          if (current != null) {
            current.options().add(new Option(keyword, value, number));
          }
        }
      }
    }
  }

  private Block begin(List<String> patterns, int line) {
    Block block = new Block(patterns, line, new ArrayList<>());
    blocks.add(block);
    return block;
  }

  private FoundServer server(String name, int line) {
    Map<String, String> first = new LinkedHashMap<>();
    List<String> identities = new ArrayList<>();
    Set<String> ignored = new TreeSet<>();
    for (Block block : blocks) {
      if (!Glob.matches(block.patterns(), name)) {
        continue;
      }
      for (Option option : block.options()) {
        String value = unquoted(option.value());
        if (option.keyword().equals("identityfile")) {
          identities.add(value);
        } else if (IMPORTED.contains(option.keyword())) {
          first.putIfAbsent(option.keyword(), value);
        } else {
          ignored.add(option.keyword());
        }
      }
    }
    String host = first.getOrDefault("hostname", name).replace("%h", name).replace("%%", "%");
    String user = first.get("user");
    List<String> obstacles = new ArrayList<>();
    @Nullable Integer port = port(first.get("port"), obstacles);
    String command = first.getOrDefault("proxycommand", "none");
    // As in OpenSSH, whichever is said first; a ProxyJump hides a later command.
    boolean jumpFirst =
        new ArrayList<>(first.keySet()).indexOf("proxyjump")
                < new ArrayList<>(first.keySet()).indexOf("proxycommand")
            && first.containsKey("proxyjump");
    if (!command.equalsIgnoreCase("none") && !jumpFirst) {
      obstacles.add("it is reached by a ProxyCommand; only ProxyJump is imported");
    }
    String jump = first.getOrDefault("proxyjump", "none");
    List<String> jumps =
        jump.equalsIgnoreCase("none")
            ? List.of()
            : List.of(jump.split(",", -1)).stream().map(String::strip).toList();
    List<String> keys = new ArrayList<>();
    for (String identity : new LinkedHashSet<>(identities)) {
      if (!identity.equalsIgnoreCase("none")) {
        keys.add(file(identity, name, host, port, user, obstacles));
      }
    }
    String certificate = first.get("certificatefile");
    return new FoundServer(
        name,
        "line " + line,
        host,
        port,
        user,
        keys,
        certificate == null ? null : file(certificate, name, host, port, user, obstacles),
        jumps,
        first.get("hostkeyalias"),
        Map.of(),
        List.copyOf(ignored),
        obstacles.isEmpty() ? null : obstacles.getFirst());
  }

  private static @Nullable Integer port(@Nullable String text, List<String> obstacles) {
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,5}")) {
      obstacles.add("its port '" + text + "' is no number");
      return null;
    }
    return Integer.valueOf(text);
  }

  /** A file name with OpenSSH's tokens filled in. */
  private String file(
      String text,
      String name,
      String host,
      @Nullable Integer port,
      @Nullable String user,
      List<String> obstacles) {
    String path = text.startsWith("~/") ? home + text.substring(1) : text;
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%' || i + 1 == path.length()) {
        filled.append(c);
        continue;
      }
      char token = path.charAt(++i);
      @Nullable String value =
          switch (token) {
            case '%' -> "%";
            case 'd' -> home;
            case 'h' -> host;
            case 'n' -> name;
            case 'p' -> String.valueOf(port == null ? 22 : port);
            case 'r' -> user;
            case 'u' -> System.getProperty("user.name");
            default -> null;
          };
      if (value == null) {
        obstacles.add("'%" + token + "' in " + text + " is not understood");
      } else {
        filled.append(value);
      }
    }
    return filled.toString();
  }

  private static String unquoted(String value) {
    List<String> words = words(value);
    return words.isEmpty() ? "" : value.startsWith("\"") ? words.getFirst() : value;
  }

  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(value);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }
}
