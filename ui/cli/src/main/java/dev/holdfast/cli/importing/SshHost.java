package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says of one host, as {@code ssh -G} answers: the first value counts, Match
 * final means a second reading with the name that the first one found.
 */
final class SshHost {
  private static final Set<String> SINGLE =
      Set.of("hostname", "port", "user", "hostkeyalias", "canonicalizehostname");
  private static final Set<String> MANY = Set.of("identityfile", "certificatefile");

  private final String name;
  private final SshClient client;
  private final Map<String, String> first = new LinkedHashMap<>();
  private final Map<String, Set<String>> many = new LinkedHashMap<>();
  private final List<String> knownHosts = new ArrayList<>();
  private final Set<String> ignored = new TreeSet<>();
  private final Set<String> obstacles = new LinkedHashSet<>();
  private String host;
  private boolean finalPass;
  private boolean wantsFinal;
  private boolean active;

  private SshHost(String name, SshClient client) {
    this.name = name;
    this.client = client;
    this.host = name;
  }

  static FoundServer read(SshConfigFile file, String name, String where, SshClient client) {
    SshHost reading = new SshHost(name, client);
    reading.active = true;
    reading.walk(file, true);
    reading.resolve();
    if (reading.wantsFinal) {
      reading.finalPass = true;
      reading.first.put("hostname", reading.host);
      reading.active = true;
      reading.walk(file, true);
    }
    return reading.found(where);
  }

  private void walk(SshConfigFile file, boolean ever) {
    for (SshConfigLine line : file.lines()) {
      try {
        switch (line.keyword()) {
          case "host" -> active = hostLine(line) && ever;
          case "match" -> active = matchLine(line, ever) && ever;
          case "include" -> {
            boolean before = active;
            for (SshConfigFile inner : file.included().getOrDefault(line, List.of())) {
              walk(inner, before);
              active = before;
            }
          }
          default -> {
            if (active) {
              option(line);
            }
          }
        }
      } catch (IllegalArgumentException e) {
        if (active) {
          obstacles.add(line.where() + " " + e.getMessage());
        }
      }
    }
  }

  private boolean hostLine(SshConfigLine line) {
    // As in OpenSSH, in the second reading patterns are compared with the name that was found.
    return line.error() == null && Glob.matches(line.words(), finalPass ? host : name);
  }

  private boolean matchLine(SshConfigLine line, boolean ever) {
    String user = first.getOrDefault("user", client.user());
    SshConfigMatch.Subject subject =
        new SshConfigMatch.Subject(known(), name, user, client.user(), finalPass);
    SshConfigMatch.Result result = SshConfigMatch.of(line, subject);
    wantsFinal |= result.wantsFinal();
    if (ever && result.answer() == SshConfigMatch.Answer.UNKNOWN) {
      ignored.add(
          "what follows Match %s in %s (never asked)".formatted(result.unknown(), line.where()));
    }
    return result.answer() == SshConfigMatch.Answer.YES;
  }

  /** The name so far, as a Match line sees it. */
  private String known() {
    String text = first.get("hostname");
    return finalPass ? host : text == null ? name : SshTokens.expand(text, Map.of('h', name));
  }

  private void resolve() {
    try {
      host = known().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      obstacles.add("HostName: " + e.getMessage());
    }
  }

  private void option(SshConfigLine line) {
    String keyword = line.keyword();
    if (SINGLE.contains(keyword)) {
      first.putIfAbsent(keyword, line.value());
    } else if (MANY.contains(keyword)) {
      many.computeIfAbsent(keyword, _ -> new LinkedHashSet<>()).add(line.value());
    } else if (keyword.equals("userknownhostsfile")) {
      if (knownHosts.isEmpty()) {
        knownHosts.addAll(line.words());
      }
    } else if (keyword.equals("proxyjump")) {
      // Whichever way is named first hides the other.
      if (!first.containsKey("proxycommand")) {
        first.putIfAbsent(keyword, line.rest().replaceFirst("^[\\s=]+", ""));
      }
    } else if (keyword.equals("proxycommand")) {
      if (!first.containsKey("proxyjump")) {
        first.putIfAbsent(keyword, line.rest().replaceFirst("^[\\s=]+", ""));
      }
    } else if (!keyword.equals("ignoreunknown")) {
      ignored.add(keyword);
    }
  }

  private FoundServer found(String where) {
    String canonical = first.getOrDefault("canonicalizehostname", "no");
    if (!canonical.equalsIgnoreCase("no") && !canonical.equalsIgnoreCase("false")) {
      ignored.add("canonicalizehostname");
    }
    @Nullable Integer port = port();
    String command = first.getOrDefault("proxycommand", "none");
    if (!command.equalsIgnoreCase("none")) {
      obstacles.add("it is reached by a ProxyCommand; only ProxyJump is imported");
    }
    // With a comment behind it, none is the name of a host for OpenSSH too.
    String jump = first.getOrDefault("proxyjump", "none");
    boolean direct = jump.equalsIgnoreCase("none");
    jump = jump.replaceFirst("#.*", "").strip();
    List<String> jumps = direct ? List.of() : List.of(jump.split(",", -1));
    if (!jumps.isEmpty() && leadsBack(jumps.getLast(), port)) {
      obstacles.add("its jump host " + jumps.getLast() + " is the host itself");
    }
    String alias = first.get("hostkeyalias");
    List<String> certificates = files("certificatefile", port);
    if (certificates.size() > 1) {
      ignored.addAll(certificates.subList(1, certificates.size()));
    }
    return new FoundServer(
        name,
        where,
        host,
        port,
        first.get("user"),
        files("identityfile", port),
        certificates.isEmpty() ? null : certificates.getFirst(),
        jumps,
        alias == null ? null : alias.toLowerCase(Locale.ROOT),
        knownHosts.stream()
            .filter(file -> !file.equalsIgnoreCase("none"))
            .flatMap(file -> file(file, port).stream())
            .toList(),
        Map.of(),
        List.copyOf(ignored),
        obstacles.isEmpty() ? null : String.join("; ", obstacles));
  }

  private boolean leadsBack(String hop, @Nullable Integer port) {
    String plain = hop.replaceFirst("^ssh://", "");
    int at = plain.lastIndexOf('@');
    String mine = first.getOrDefault("user", client.user());
    return (at < 0 || plain.substring(0, at).equals(mine))
        && (plain.substring(at + 1) + ":22").startsWith(host + ":" + (port == null ? 22 : port));
  }

  private @Nullable Integer port() {
    String text = first.get("port");
    if (text == null) {
      return null;
    }
    if (text.equals("ssh")) {
      return 22;
    }
    if (!text.matches("\\d{1,5}")) {
      obstacles.add("its port '" + text + "' is not a number");
      return null;
    }
    return Integer.valueOf(text);
  }

  private List<String> files(String keyword, @Nullable Integer port) {
    return many.getOrDefault(keyword, Set.of()).stream()
        .filter(file -> !file.equalsIgnoreCase("none"))
        .flatMap(file -> file(file, port).stream())
        .toList();
  }

  /** A file name with its tokens filled in; none, and an obstacle, if that cannot be done. */
  private List<String> file(String text, @Nullable Integer port) {
    String home = client.home().toString();
    Map<Character, String> tokens =
        Map.of(
            'd', home,
            'h', host,
            'k', first.getOrDefault("hostkeyalias", name),
            'n', name,
            'p', String.valueOf(port == null ? 22 : port),
            'r', first.getOrDefault("user", client.user()),
            'u', client.user());
    try {
      String path = text.startsWith("~/") ? home + text.substring(1) : text;
      return List.of(SshTokens.variables(SshTokens.expand(path, tokens), client.variables()));
    } catch (IllegalArgumentException e) {
      obstacles.add(e.getMessage());
      return List.of();
    }
  }
}
