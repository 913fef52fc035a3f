package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of OpenSSH's client: every name that a Host line spells out is a server, with
 * what {@code ssh -G} answers for it. Nothing that the file names is run.
 */
public final class SshConfig {
  private SshConfig() {}

  public static Found parse(String text, SshClient client) {
    List<String> dropped = new ArrayList<>();
    SshConfigFile file = SshConfigFile.read(text, client, dropped);
    Map<String, String> names = new LinkedHashMap<>();
    names(file, names, dropped);
    List<FoundServer> servers = new ArrayList<>();
    names.forEach((name, where) -> servers.add(SshHost.read(file, name, where, client)));
    return new Found(servers, dropped, List.of());
  }

  private static void names(SshConfigFile file, Map<String, String> names, List<String> dropped) {
    for (SshConfigLine line : file.lines()) {
      String error = line.error();
      if (error != null) {
        dropped.add("%s: '%s' %s".formatted(line.where(), line.keyword(), error));
      } else if (line.keyword().equals("host")) {
        line.words().stream()
            .filter(Glob::isPlain)
            .forEach(name -> names.putIfAbsent(name, line.where()));
      }
      file.included().getOrDefault(line, List.of()).forEach(inner -> names(inner, names, dropped));
    }
  }
}
