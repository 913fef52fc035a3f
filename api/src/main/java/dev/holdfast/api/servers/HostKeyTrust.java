package dev.holdfast.api.servers;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.server.HostKeyScanner;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Decides which host keys are pinned; keys that nobody vouches for never are. */
@Component
final class HostKeyTrust {
  private static final String HOW =
      "name the server's host key: --trust FINGERPRINT, or --trust-on-first-use to pin what it shows"
          + " now";

  private final HostKeyScanner scanner;

  HostKeyTrust(HostKeyScanner scanner) {
    this.scanner = scanner;
  }

  /**
   * The keys to pin for a server; none where authorities vouch for it and nothing was asked.
   *
   * @throws ApiException if no key may be trusted, with what the server shows
   */
  List<HostKey> decide(Trust trust, Server server) {
    List<HostKey> decided = decided(trust, server);
    List<HostKey> unrevoked =
        decided.stream()
            .filter(key -> !server.access().revoked().contains(key.fingerprint()))
            .toList();
    if (unrevoked.isEmpty() && !decided.isEmpty()) {
      throw ApiException.invalid(
          "hostKeys",
          "%s was revoked for this server; if that was a mistake: server set %s --unrevoke %s"
              .formatted(
                  decided.getFirst().fingerprint(),
                  server.name(),
                  decided.getFirst().fingerprint()));
    }
    return unrevoked;
  }

  private List<HostKey> decided(Trust trust, Server server) {
    String address = server.address();
    int port = server.port();
    List<String> lines = trust.hostKeys() == null ? List.of() : trust.hostKeys();
    boolean firstUse = Boolean.TRUE.equals(trust.trustOnFirstUse());
    int ways = (lines.isEmpty() ? 0 : 1) + (trust.trust() == null ? 0 : 1) + (firstUse ? 1 : 0);
    if (ways == 0 && !server.access().authorities().isEmpty()) {
      return List.of();
    }
    if (ways != 1) {
      throw ApiException.invalid(
          "hostKeys",
          ways == 0 ? HOW : "choose one of hostKeys, trust and trustOnFirstUse, not several");
    }
    if (!lines.isEmpty()) {
      return parse(lines);
    }
    if (server.jump().isPresent()) {
      throw ApiException.invalid(
          "hostKeys",
          "a server behind a jump host cannot be looked at from here; give its key with --host-key"
              + " (on the jump host: ssh-keyscan %s), or --ca".formatted(address));
    }
    List<HostKey> shown = scan(address, port);
    String fingerprint = trust.trust();
    if (fingerprint == null) {
      return shown;
    }
    List<HostKey> matching =
        shown.stream().filter(key -> key.fingerprint().equals(fingerprint.strip())).toList();
    if (matching.isEmpty()) {
      throw ApiException.invalid(
          "trust",
          "the server at "
              + address
              + ":"
              + port
              + " does not show this key; it shows "
              + shown.stream()
                  .map(key -> key.type() + " " + key.fingerprint())
                  .collect(Collectors.joining(", ")));
    }
    return matching;
  }

  private static List<HostKey> parse(List<String> lines) {
    List<HostKey> keys = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        keys.add(HostKey.parse(lines.get(i)));
      } catch (IllegalArgumentException e) {
        throw ApiException.invalid("hostKeys[" + i + "]", String.valueOf(e.getMessage()));
      }
    }
    return keys;
  }

  private List<HostKey> scan(String address, int port) {
    try {
      return scanner.scan(address, port);
    } catch (IOException e) {
      throw ApiException.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "server-unreachable",
          "The host keys of " + address + ":" + port + " cannot be read: " + e.getMessage());
    }
  }
}
