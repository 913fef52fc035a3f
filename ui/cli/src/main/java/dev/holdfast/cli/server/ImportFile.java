package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.importing.AnsibleIni;
import dev.holdfast.cli.importing.AnsibleYaml;
import dev.holdfast.cli.importing.FileFormat;
import dev.holdfast.cli.importing.Found;
import dev.holdfast.cli.importing.KnownHosts;
import dev.holdfast.cli.importing.SshClient;
import dev.holdfast.cli.importing.SshConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be imported: servers, or host keys for those that are registered. */
sealed interface ImportFile {
  long MOST = 8 << 20;

  record Servers(Found found) implements ImportFile {}

  record HostKeys(KnownHosts hosts) implements ImportFile {}

  /**
   * @throws Failure if the file cannot be read, or it cannot be seen what it is
   */
  static ImportFile read(String name, @Nullable FileFormat asked, SshClient client) {
    Path file = LocalFile.of(name);
    String text = text("FILE", file);
    if (text.startsWith("#!")) {
      throw Failure.usage(
          file + " is a program, and an import runs nothing",
          "write its hosts into a file: ansible-inventory -i FILE --list --yaml --output hosts.yml");
    }
    FileFormat format =
        asked != null
            ? asked
            : FileFormat.of(name, text)
                .orElseThrow(() ->
                    Failure.usage(
                        file + " is nothing that can be imported, or empty",
                        "say what it is: --format ssh_config, known_hosts, ini or yaml"));
    try {
      return switch (format) {
        case ssh_config -> new Servers(SshConfig.parse(text, client));
        case known_hosts -> new HostKeys(KnownHosts.parse(text));
        case ini -> new Servers(beside(file, AnsibleIni.parse(text, client)));
        case yaml -> new Servers(beside(file, AnsibleYaml.parse(text, client)));
      };
    } catch (IllegalArgumentException e) {
      throw Failure.usage(file + " " + e.getMessage(), "--format says what a file is");
    }
  }

  static KnownHosts knownHosts(@Nullable String name) {
    return name == null
        ? KnownHosts.none()
        : KnownHosts.parse(text("--known-hosts", LocalFile.of(name)));
  }

  /** Variables beside an inventory are not looked at, which must not go unsaid. */
  private static Found beside(Path file, Found found) {
    List<String> dropped = new ArrayList<>(found.dropped());
    for (String directory : List.of("group_vars", "host_vars")) {
      if (Files.isDirectory(file.resolveSibling(directory))) {
        dropped.add(directory + "/ beside it: is not imported");
      }
    }
    return new Found(found.servers(), dropped, found.notes());
  }

  private static String text(String what, Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MOST) {
        throw Failure.usage(what + ": " + file + " is too large", "it has at most 8 MiB");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Failure.usage(
          what + ": " + file + (Files.exists(file) ? " cannot be read" : " does not exist"),
          "give the file of an OpenSSH configuration, known hosts or an Ansible inventory");
    }
  }
}
