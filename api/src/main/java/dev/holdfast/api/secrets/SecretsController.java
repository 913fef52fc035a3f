package dev.holdfast.api.secrets;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.namedsecret.NamedSecret;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.schemas.secret.SecretReference;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keeps secrets; only revealing one answers with its value. */
@RestController
@RequestMapping("/api/v1/secrets")
final class SecretsController {
  private static final int SHOWN_SERVERS = 5;
  private static final int SHOWN_USES = 20;

  private final NamedSecrets secrets;
  private final SecretUsers users;
  private final LeaseChecks leases;

  SecretsController(NamedSecrets secrets, SecretUsers users, LeaseChecks leases) {
    this.secrets = secrets;
    this.users = users;
    this.leases = leases;
  }

  @Requires("secrets:read")
  @GetMapping
  Page<SecretDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        secrets.list(caller.organisation()).stream().map(SecretDocument::of).toList(), null);
  }

  @Requires("secrets:read")
  @GetMapping("/{name}")
  SecretDocument show(
      @PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String organisation = caller.organisation();
    return SecretDocument.of(
        secrets.find(organisation, name).orElseThrow(() -> unknown(name)),
        secrets.versions(organisation, name),
        users.of(organisation, name),
        secrets.uses().of(organisation, name, SHOWN_USES));
  }

  /** Makes a secret, or gives one that is there a new version. */
  @Requires("secrets:write")
  @PutMapping("/{name}")
  ResponseEntity<SecretDocument> set(
      @PathVariable String name,
      @RequestBody SecretRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!SecretReference.isName(name)) {
      throw ApiException.invalid(
          "name", "'" + name + "' is not lower-case letters, digits and . _ - (at most 63)");
    }
    NamedSecrets.Setting setting = request.setting();
    leases.checkSetting(caller.organisation(), name, setting.lease());
    NamedSecret secret = secrets.set(caller.organisation(), name, setting, caller.name());
    Actions.onPlatform("secret set %s # version %d".formatted(name, secret.version()));
    return secret.version() == 1
        ? ResponseEntity.created(URI.create("/api/v1/secrets/" + name))
            .body(SecretDocument.of(secret))
        : ResponseEntity.ok(SecretDocument.of(secret));
  }

  /** Gives a secret that is there a new version. */
  @Requires("secrets:write")
  @PostMapping("/{name}/rotate")
  SecretDocument rotate(
      @PathVariable String name,
      @RequestBody SecretRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    leases.checkRotation(caller.organisation(), name);
    NamedSecret secret =
        secrets
            .rotate(caller.organisation(), name, request.bytes(), caller.name())
            .orElseThrow(() -> unknown(name));
    Actions.onPlatform("secret rotate %s # version %d".formatted(name, secret.version()));
    return SecretDocument.of(secret);
  }

  /**
   * @param version the newest by default
   */
  record Reveal(@Nullable Integer version) {}

  /**
   * A value.
   *
   * @param value null where it is not text
   */
  record Revealed(String name, int version, @Nullable String value, String base64) {
    static Revealed of(String name, NamedSecret.Value value) {
      return new Revealed(
          name,
          value.version(),
          text(value.bytes()),
          Base64.getEncoder().encodeToString(value.bytes()));
    }

    private static @Nullable String text(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        return null;
      }
    }
  }

  /** Answers with the value; a request that is recorded, so that nobody reads it unseen. */
  @Requires("secrets:reveal")
  @PostMapping("/{name}/reveal")
  ResponseEntity<Revealed> reveal(
      @PathVariable String name,
      @RequestBody Reveal request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    leases.checkHasValues(
        secrets.find(caller.organisation(), name).orElseThrow(() -> unknown(name)));
    NamedSecret.Value value =
        secrets
            .reveal(
                caller.organisation(), new SecretReference(name, request.version()), caller.name())
            .orElseThrow(() -> unknown(name, request.version()));
    Actions.onPlatform("secret show %s --reveal # version %d".formatted(name, value.version()));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Revealed.of(name, value));
  }

  /**
   * Deletes a secret, or one of its old versions, for good.
   *
   * @param force even if a profile, a schedule, a sink or a leased secret refers to it, or a server
   *     may still hold it
   */
  @Requires("secrets:write")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(defaultValue = "false") boolean force,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String organisation = caller.organisation();
    NamedSecret secret = secrets.find(organisation, name).orElseThrow(() -> unknown(name));
    if (version != null) {
      leases.checkHasValues(secret);
      if (!force) {
        checkHeld(organisation, name, version);
      }
      if (version == secret.version()) {
        throw ApiException.conflict(
            "newest-version",
            "Version %d of '%s' is the newest; rotate the secret first, or remove it as a whole."
                .formatted(version, name));
      }
      if (!secrets.remove(organisation, name, version)) {
        throw unknown(name, version);
      }
      Actions.onPlatform("secret remove %s --version %d".formatted(name, version));
      return;
    }
    leases.checkNothingLeased(organisation, name);
    List<String> namedBy = users.of(organisation, name);
    if (!namedBy.isEmpty() && !force) {
      throw ApiException.conflict(
          "secret-in-use",
          "The secret '%s' is named by: %s. Change these first, or remove it with force."
              .formatted(name, String.join(", ", namedBy)));
    }
    if (!force) {
      checkHeld(organisation, name, null);
    }
    if (!secrets.remove(organisation, name)) {
      throw unknown(name);
    }
    Actions.onPlatform("secret remove " + name);
  }

  private void checkHeld(String organisation, String name, @Nullable Integer version) {
    List<String> servers = secrets.uses().heldBy(organisation, name, version);
    if (!servers.isEmpty()) {
      throw ApiException.conflict(
          "secret-in-use",
          "%s may still hold '%s', which could then no longer be masked there. Replace it there first, or remove it with force."
              .formatted(
                  servers.size() <= SHOWN_SERVERS
                      ? String.join(", ", servers)
                      : "%s and %d more"
                          .formatted(
                              String.join(", ", servers.subList(0, SHOWN_SERVERS)),
                              servers.size() - SHOWN_SERVERS),
                  name));
    }
  }

  private static ApiException unknown(String name) {
    return unknown(name, null);
  }

  private static ApiException unknown(String name, @Nullable Integer version) {
    return version == null
        ? ApiException.notFound("unknown-secret", "There is no secret '" + name + "'.")
        : ApiException.notFound(
            "unknown-secret-version",
            "The secret '%s' has no version %d; the newest ten are kept.".formatted(name, version));
  }
}
