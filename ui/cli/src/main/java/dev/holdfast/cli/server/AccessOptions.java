package dev.holdfast.cli.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a server is logged in to and reached. */
final class AccessOptions {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      order = 3,
      description = "The private key to log in with.")
  @Nullable String key;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      order = 4,
      description =
          "The file with the passphrase of the key; - asks for it, or reads standard input.")
  @Nullable String passphraseFile;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      order = 5,
      description = "The user certificate of the key, such as id_ed25519-cert.pub.")
  @Nullable String certificate;

  @Option(
      names = "--agent",
      paramLabel = "SOCKET",
      arity = "0..1",
      fallbackValue = "",
      order = 6,
      description =
          "Let an ssh-agent on the worker's machine log in, in place of a key: the one at this"
              + " socket, or of the worker's SSH_AUTH_SOCK.")
  @Nullable String agent;

  @Option(
      names = "--sudo-password-file",
      paramLabel = "FILE",
      order = 7,
      description =
          "The file with the password that sudo asks for; - asks for it, or reads standard input.")
  @Nullable String sudoPasswordFile;

  @Option(
      names = "--jump",
      paramLabel = "NAME",
      order = 8,
      description = "The registered server through which this one is reached.")
  @Nullable String jump;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      order = 9,
      description =
          "The public key of an authority whose host certificates are trusted, in place of a pinned"
              + " key. May be given several times.")
  List<String> authorities = new ArrayList<>();

  @Option(
      names = "--adapter",
      paramLabel = "A",
      order = 10,
      description = "The SSH client that reaches it: auto, sshj or mina (default: auto).")
  @Nullable String adapter;
}
