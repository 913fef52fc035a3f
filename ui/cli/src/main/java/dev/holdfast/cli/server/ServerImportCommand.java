package dev.holdfast.cli.server;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.importing.FileFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers the servers of a file that another tool uses. */
@Command(
    name = "import",
    header = "Register servers from an OpenSSH configuration or an Ansible inventory.",
    description = {
      "%nFILE is a configuration of the OpenSSH client, an Ansible inventory (INI or YAML), or a"
          + " known_hosts file, whose keys are then pinned for the servers that are registered"
          + " already. The private keys that it names are read on this machine and sent to the"
          + " platform. Groups of an inventory become labels: GROUP=true.%n",
      "A file is read as its own tool reads it, and nothing that it names is run: Match exec,"
          + " ProxyCommand, plugins and templates are reported.%n",
      "A server is registered with all that is needed or not at all; the report says of each what"
          + " became of it and why. It can be repeated: what is registered as FILE has it is left as it"
          + " is.%n",
      "A worker then tries the login and sudo of each new server once. One that is a registered"
          + " machine under another name is skipped. Exits with 1 when a server was skipped or cannot"
          + " be used yet, or a part of the file could not be read.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server import ~/.ssh/config --dry-run \\",
      "      --known-hosts ~/.ssh/known_hosts",
      "  ./holdfast server import inventory.yml --key ~/.ssh/deploy \\",
      "      --known-hosts known_hosts",
      "  ./holdfast server import inventory.yml --update",
      "  ./holdfast server import ~/.ssh/known_hosts"
    })
final class ServerImportCommand implements Callable<Integer> {
  @Mixin OutputOptions options = new OutputOptions();
  @Mixin PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "FILE", description = "The file to import.")
  String file = "";

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      order = 1,
      description = "Pin the host keys of this file, besides those of UserKnownHostsFile.")
  @Nullable String knownHosts;

  @Option(
      names = "--trust-on-first-use",
      order = 2,
      description = "Trust whatever key a server shows now, where no file knows it.")
  boolean firstUse;

  @Option(
      names = "--user",
      paramLabel = "U",
      order = 3,
      description = "The login user of servers for which the file names none (default: you).")
  @Nullable String user;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      order = 4,
      description = "The private key where the file names none (default: as OpenSSH, ~/.ssh/id_*).")
  @Nullable String key;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      order = 5,
      description = "The passphrase of the keys that have one; - reads standard input.")
  @Nullable String passphraseFile;

  @Option(
      names = "--format",
      paramLabel = "F",
      order = 6,
      description = "What FILE is, if it cannot be seen: ssh_config, known_hosts, ini or yaml.")
  @Nullable FileFormat format;

  @Option(
      names = "--update",
      order = 7,
      description =
          "Change what is registered otherwise than FILE has it: address, port, user, labels and jump"
              + " host. Keys, and labels that FILE does not name, stay.")
  boolean update;

  @Option(
      names = "--no-check",
      order = 8,
      description = "Do not try the logins and sudo (default: a worker tries each once).")
  boolean noCheck;

  @Option(names = "--dry-run", order = 9, description = "Show what would be imported.")
  boolean dryRun;

  @Override
  public Integer call() {
    return ServerImport.of(this);
  }
}
