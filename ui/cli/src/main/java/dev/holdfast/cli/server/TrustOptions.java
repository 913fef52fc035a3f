package dev.holdfast.cli.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a person says which host key is the right one. */
final class TrustOptions {
  @Option(
      names = "--trust",
      paramLabel = "FINGERPRINT",
      order = 20,
      description = "The fingerprint that its host key must have: SHA256:...")
  @Nullable String fingerprint;

  @Option(
      names = "--host-key",
      paramLabel = "KEY",
      order = 21,
      description = "The host key itself: 'ssh-ed25519 AAAA...'. May be given several times.")
  List<String> hostKeys = new ArrayList<>();

  @Option(
      names = "--trust-on-first-use",
      order = 22,
      description = "Trust whatever key the server shows now.")
  boolean firstUse;

  /** Whether any of the ways was chosen. */
  boolean isGiven() {
    return fingerprint != null || !hostKeys.isEmpty() || firstUse;
  }
}
