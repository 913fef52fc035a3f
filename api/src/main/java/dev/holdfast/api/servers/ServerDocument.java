package dev.holdfast.api.servers;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.schedule.MaintenanceWindow;
import dev.holdfast.platform.schedule.ServerWindow;
import dev.holdfast.platform.server.CredentialRefusal;
import dev.holdfast.platform.server.ServerContact;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.ssh.SshCertificate;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.AdapterChoice;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.server.SshAdapter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server as clients see it: without its secrets.
 *
 * @param id of this registration: never changed, and another when the name is given again
 * @param aliasOf the server that is the same machine, and whose lease is this one's too
 * @param agent the socket of the agent that logs in; empty for the worker's own, null for none
 * @param passphrase whether there is one for the login key
 * @param sudoPassword whether there is one for the login user
 * @param refused what the server refuses of them, and is not shown again for now
 * @param reachedBy the adapter that the next command takes, where {@code adapter} leaves it open
 * @param contact whether it was reached when an operation or a check tried last
 * @param sameHostKeyAs the servers that may be this machine too, because they have the same host
 *     key; null in lists
 * @param windows of its labels, in which operations change it unless they are told otherwise: it is
 *     open where all of them are; absent in lists
 */
record ServerDocument(
    String id,
    String name,
    String address,
    int port,
    String user,
    String credential,
    Map<String, String> labels,
    @Nullable String region,
    SshAdapter adapter,
    @Nullable String jump,
    @Nullable String agent,
    @Nullable UserCertificate certificate,
    boolean passphrase,
    boolean sudoPassword,
    List<PinnedKey> hostKeys,
    List<PinnedKey> authorities,
    List<String> revoked,
    List<RefusedCredential> refused,
    AdapterChoice reachedBy,
    Contact contact,
    @Nullable String aliasOf,
    @Nullable List<String> sameHostKeyAs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Window> windows) {

  /**
   * Hours in which it may be worked on, by its labels.
   *
   * @param until when {@code open} changes
   */
  @Schema(name = "ServerWindow")
  record Window(String name, String hours, boolean open, Instant until) {
    static Window of(ServerWindow window) {
      MaintenanceWindow.At now = new MaintenanceWindow(window.hours()).at(Instant.now());
      return new Window(window.name(), window.hours(), now.open(), now.until());
    }
  }

  /**
   * @param kind {@code sudo-password} or {@code login-key}
   * @param reason in the server's own words
   * @param nextTry when it is tried again by itself; null for never
   */
  record RefusedCredential(String kind, Instant since, String reason, @Nullable Instant nextTry) {
    static RefusedCredential of(CredentialRefusal refusal) {
      return new RefusedCredential(
          refusal.kind().word(), refusal.since(), refusal.reason(), refusal.nextTry());
    }
  }

  /**
   * Nobody asks servers for this: it is what operations and checks have seen.
   *
   * @param state {@code reachable}, {@code unreachable}, or {@code unknown} where nobody has tried
   *     at this address
   * @param since when it stopped being reachable; null unless it is unreachable
   * @param reachedAt when it was reached last; null for never
   * @param triedAt when somebody tried last; null for never
   */
  record Contact(
      String state,
      @Nullable Instant since,
      @Nullable Instant reachedAt,
      @Nullable Instant triedAt) {
    static Contact of(ServerContact seen) {
      if (seen.failingSince() != null) {
        return new Contact("unreachable", seen.failingSince(), seen.reachedAt(), seen.failedAt());
      }
      return new Contact(
          seen.reachedAt() == null ? "unknown" : "reachable",
          null,
          seen.reachedAt(),
          seen.reachedAt());
    }
  }

  /**
   * @param fingerprint as OpenSSH prints it
   */
  record PinnedKey(String type, String key, String fingerprint) {
    static PinnedKey of(HostKey key) {
      return new PinnedKey(key.type(), key.key(), key.fingerprint());
    }
  }

  /**
   * @param key the fingerprint of the key that is certified
   */
  record UserCertificate(String id, String key, List<String> principals, String validity) {
    static UserCertificate of(HostKey blob) {
      SshCertificate certificate = SshCertificate.read(Base64.getDecoder().decode(blob.key()));
      return new UserCertificate(
          certificate.id(),
          certificate.key().fingerprint(),
          certificate.principals(),
          certificate.validity());
    }
  }

  /**
   * @param secrets the names of the secrets that are kept of servers
   */
  static ServerDocument of(
      Server server,
      Set<String> secrets,
      List<CredentialRefusal> refused,
      AdapterChoice reachedBy,
      ServerContact contact,
      @Nullable List<String> sameHostKeyAs,
      @Nullable List<ServerWindow> windows) {
    Access access = server.access();
    HostKey certificate = access.certificate();
    return new ServerDocument(
        Objects.requireNonNull(server.id(), "id"),
        server.nameWithin(),
        server.address(),
        server.port(),
        server.user(),
        server.credential(),
        new TreeMap<>(server.labels()),
        server.region(),
        access.adapter(),
        within(access.jump()),
        access.agent(),
        certificate == null ? null : UserCertificate.of(certificate),
        secrets.contains(Servers.passphraseOf(server.name())),
        secrets.contains(Servers.sudoPasswordOf(server.name())),
        server.hostKeys().stream().map(PinnedKey::of).toList(),
        access.authorities().stream().map(PinnedKey::of).toList(),
        access.revoked(),
        refused.stream().map(RefusedCredential::of).toList(),
        reachedBy,
        Contact.of(contact),
        within(server.aliasOf()),
        sameHostKeyAs == null ? null : sameHostKeyAs.stream().map(ServerNames::within).toList(),
        windows == null ? null : windows.stream().map(Window::of).toList());
  }

  private static @Nullable String within(@Nullable String full) {
    return full == null ? null : ServerNames.within(full);
  }
}
