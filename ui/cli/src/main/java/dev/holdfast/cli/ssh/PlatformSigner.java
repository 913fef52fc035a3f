package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Has the platform sign. */
final class PlatformSigner implements Signer {
  private final ApiClient api;
  private final List<Target> route;
  private final String purpose;
  private volatile String refusal = "";

  /**
   * @param purpose what the audit calls these logins: ssh or mount
   */
  PlatformSigner(ApiClient api, List<Target> route, String purpose) {
    this.api = api;
    this.route = List.copyOf(route);
    this.purpose = purpose;
  }

  @Override
  public List<PublicKey> keys() {
    return route.stream().flatMap(target -> target.loginKeys().stream()).distinct().toList();
  }

  @Override
  public Optional<byte[]> sign(byte[] key, byte[] data, int flags) {
    // Servers may share a key: the one whose user and host key these are signs, the others refuse.
    for (Target target : route) {
      if (Stream.concat(target.loginKeys().stream(), target.certificates().stream())
          .noneMatch(own -> Arrays.equals(own.blob(), key))) {
        continue;
      }
      try {
        var request =
            Json.object()
                .put("data", Base64.getEncoder().encodeToString(data))
                .put("flags", flags)
                .put("purpose", purpose);
        var answer = api.post("/servers/" + Pages.encode(target.name()) + "/agent/sign", request);
        byte[] signature = Base64.getDecoder().decode(Json.text(answer, "signature"));
        refusal = "";
        return Optional.of(signature);
      } catch (Failure e) {
        refusal = String.valueOf(e.getMessage());
      } catch (IllegalArgumentException e) {
        refusal = "the platform answered with a signature that is none";
      }
    }
    return Optional.empty();
  }

  /** Why the last signature was refused; empty if it was not. */
  String refusal() {
    return refusal;
  }
}
