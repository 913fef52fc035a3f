package dev.holdfast.cli.server;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a server. */
@Command(
    name = "add",
    header = "Register a server, with its login and its host key.",
    description = {
      "%nThe private key is sent to the platform and kept there encrypted, as are its passphrase and"
          + " the password for sudo. The host key needs an act of trust: its fingerprint, the key"
          + " itself, --trust-on-first-use, or an authority that certifies it (--ca).%n",
      "A worker then tries the login and sudo. Exit code 1: they do not work yet; the server is"
          + " registered all the same.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server add web-1 --address 192.0.2.7 --user admin \\",
      "      --key ~/.ssh/id_ed25519 --trust-on-first-use",
      "  ./holdfast server add web-2 --address web-2.example.org:2222 --user deploy \\",
      "      --key deploy_key --label env=prod --label role=web --trust SHA256:...",
      "  ./holdfast server add db-1 --address 10.0.0.7 --user admin \\",
      "      --key ~/.ssh/id_ed25519 --jump bastion --ca host_ca.pub \\",
      "      --sudo-password-file -"
    })
final class ServerAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private AccessOptions access = new AccessOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Parameters(
      paramLabel = "NAME",
      description = "What to call it: lower-case letters, digits and . _ -")
  private String name = "";

  @Option(
      names = "--address",
      paramLabel = "HOST[:PORT]",
      required = true,
      order = 1,
      description = "Where its sshd listens (port 22 by default).")
  private String address = "";

  @Option(
      names = "--user",
      paramLabel = "U",
      required = true,
      order = 2,
      description = "The login user of the server: root, or one who may sudo.")
  private String user = "";

  @Option(
      names = "--label",
      paramLabel = "k=v",
      order = 11,
      description = "What selectors match, such as env=prod. May be given several times.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--region",
      paramLabel = "R",
      order = 12,
      description = "Where the workers should be that reach it.")
  private @Nullable String region;

  @Option(
      names = "--alias-of",
      paramLabel = "NAME",
      order = 13,
      description =
          "The registered server that is the same machine: operations on both take turns.")
  private @Nullable String aliasOf;

  @Option(
      names = "--no-check",
      order = 14,
      description = "Do not try the login and sudo (default: a worker tries them once).")
  private boolean noCheck;

  @Override
  public Integer call() {
    return Registration.add(
        options,
        platform,
        new TypedServer(name, address, user, labels, region, aliasOf),
        access,
        trust,
        !noCheck);
  }
}
