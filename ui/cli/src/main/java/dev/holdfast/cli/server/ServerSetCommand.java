package dev.holdfast.cli.server;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a registered server. */
@Command(
    name = "set",
    header = "Change how a server is reached, logged in to or selected.",
    description = {
      "%nWhat is not named stays. Where the server leads elsewhere afterwards (another address, port,",
      "user or jump host), its host keys and sudo password are dropped: trust it again by",
      "./holdfast server trust, and give the password again.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server set web-1 --jump bastion --address 10.0.0.7",
      "  ./holdfast server set web-1 --key ~/.ssh/new_key --passphrase-file -",
      "  ./holdfast server set web-1 --ca host_ca.pub --label env=prod --no-label old",
      "  ./holdfast server set web-1 --no-jump --no-sudo-password"
    })
final class ServerSetCommand implements Callable<Integer> {
  @Mixin OutputOptions options = new OutputOptions();
  @Mixin PlatformOptions platform = new PlatformOptions();
  @Mixin AccessOptions access = new AccessOptions();

  @Parameters(paramLabel = "NAME", description = "The server.")
  String name = "";

  @Option(
      names = "--address",
      paramLabel = "HOST[:PORT]",
      order = 1,
      description = "Where its sshd listens; without a port, the port stays.")
  @Nullable String address;

  @Option(
      names = "--user",
      paramLabel = "U",
      order = 2,
      description = "The login user of the server.")
  @Nullable String user;

  @Option(
      names = "--label",
      paramLabel = "k=v",
      order = 11,
      description = "A label to set. May be given several times.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--no-label",
      paramLabel = "k",
      order = 12,
      description = "A label to take away. May be given several times.")
  List<String> noLabels = new ArrayList<>();

  @Option(
      names = "--region",
      paramLabel = "R",
      order = 13,
      description = "Where the workers should be that reach it.")
  @Nullable String region;

  @Option(names = "--no-region", order = 14, description = "It is in no region any more.")
  boolean noRegion;

  @Option(names = "--no-jump", order = 14, description = "Reach it directly.")
  boolean noJump;

  @Option(names = "--no-ca", order = 15, description = "Trust no authority for it any more.")
  boolean noCa;

  @Option(names = "--no-certificate", order = 16, description = "Show no user certificate.")
  boolean noCertificate;

  @Option(
      names = "--no-sudo-password",
      order = 17,
      description = "Delete the stored password for sudo.")
  boolean noSudoPassword;

  @Option(
      names = "--unrevoke",
      paramLabel = "FINGERPRINT",
      order = 18,
      description = "Cancel the revocation of a key, which was a mistake.")
  List<String> unrevoke = new ArrayList<>();

  @Override
  public Integer call() {
    return ServerSetRequest.send(this);
  }
}
