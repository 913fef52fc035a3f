package dev.holdfast.cli.importing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of file that can be imported. */
public enum FileFormat {
  ssh_config,
  known_hosts,
  ini,
  yaml;

  private static final Pattern KEYWORD =
      Pattern.compile(
          "(?i)(host|match|include|user|port|identityfile|serveraliveinterval|forwardagent|proxyjump|stricthostkeychecking|userknownhostsfile|identitiesonly|compression|addkeystoagent|hashknownhosts|controlmaster|controlpath|controlpersist|sendenv|loglevel)[\\s=].*");
  private static final Pattern KNOWN_HOST =
      Pattern.compile("(@\\S+\\s+)?\\S+\\s+(ssh|ecdsa|sk)-[a-z0-9@.-]+\\s+AAAA\\S+.*");
  private static final Pattern YAML = Pattern.compile("---.*|[\\w.-]+:(\\s*(\\{.*|#.*)?)?|\\{.*");

  /** What a file most likely is, by its name and its first lines. */
  public static Optional<FileFormat> of(String name, String text) {
    if (name.endsWith(".yml") || name.endsWith(".yaml")) {
      return Optional.of(yaml);
    }
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
            .limit(1)
            .toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String first = lines.getFirst();
    if (KNOWN_HOST.matcher(first).matches()) {
      return Optional.of(known_hosts);
    }
    if (KEYWORD.matcher(first).matches()) {
      return Optional.of(ssh_config);
    }
    if (YAML.matcher(first).matches()) {
      return Optional.of(yaml);
    }
    boolean inventory =
        first.startsWith("[") || first.matches("[A-Za-z0-9][\\w.:\\[\\]-]*(\\s+\\w+\\s*=.*)?");
    return inventory ? Optional.of(ini) : Optional.empty();
  }
}
