package dev.holdfast.api.keys;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.secret.Keyset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys of the platform's keysets; never a key itself. */
@RestController
@RequestMapping("/api/v1/keys")
final class KeysController {
  /** By then every process has met a new key, and encrypts with it. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private final Keyset secrets;
  private final Keyset payloads;
  private final KeyRenewal renewal;

  KeysController(PlatformConfig config, Keyset keyset, KeyRenewal renewal) {
    this.secrets = keyset;
    this.payloads = new Keyset(Path.of(config.keysDirectory()).resolve(Keyset.PAYLOADS));
    this.renewal = renewal;
  }

  /** What a keyset encrypts. */
  enum Of {
    secrets,
    payloads
  }

  /**
   * A key.
   *
   * @param current whether everything new is encrypted with it
   * @param values how many values it has encrypted; null for those of Temporal, which are not
   *     counted
   */
  record Key(String id, Of of, boolean current, @Nullable Long values) {}

  record Rotation(@Nullable Of of) {}

  @Requires(value = "platform:administer", on = Requires.On.INSTALLATION)
  @GetMapping
  Page<Key> list() {
    Map<String, Long> values = renewal.byKey();
    return new Page<>(
        Stream.concat(
                of(Of.secrets, secrets, values).stream(), of(Of.payloads, payloads, null).stream())
            .toList(),
        null);
  }

  /** Adds a key, with which everything is encrypted from now on. */
  @Requires(value = "platform:administer", on = Requires.On.INSTALLATION)
  @PostMapping("/rotate")
  Page<Key> rotate(@RequestBody Rotation request) {
    Of of = request.of();
    if (of == null) {
      throw ApiException.invalid("of", "is missing: secrets or payloads");
    }
    Actions.onPlatform("keys rotate" + (of == Of.payloads ? " --payloads" : ""));
    switch (of) {
      case secrets -> secrets.rotate();
      case payloads -> payloads.rotate();
    }
    return list();
  }

  /** Removes a key that has encrypted nothing that is left. */
  @Requires(value = "platform:administer", on = Requires.On.INSTALLATION)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String id) {
    Actions.onPlatform("keys remove " + id);
    if (!secrets.keyIds().contains(id)) {
      throw payloads.keyIds().contains(id)
          ? ApiException.conflict(
              "key-in-use",
              "Key %s decrypts what Temporal keeps; it stays as long as histories may have it."
                  .formatted(id))
          : ApiException.notFound("unknown-key", "There is no key '" + id + "'.");
    }
    if (id.equals(secrets.currentKeyId())) {
      throw ApiException.conflict(
          "key-in-use", "Key %s encrypts; rotate first (keys rotate).".formatted(id));
    }
    if (secrets.changedAt().plus(SETTLED).isAfter(Instant.now())) {
      throw ApiException.conflict(
          "key-in-use",
          "The keys have changed a moment ago, and a worker may still use key %s; try again in a minute."
              .formatted(id));
    }
    long left = renewal.byKey().getOrDefault(id, 0L);
    if (left > 0) {
      renewal.again();
      throw ApiException.conflict(
          "key-in-use",
          "%d values are still encrypted with key %s; they are renewed in the background (keys list)."
              .formatted(left, id));
    }
    secrets.remove(id);
  }

  private static List<Key> of(Of of, Keyset keyset, @Nullable Map<String, Long> values) {
    String current = keyset.currentKeyId();
    return keyset.keyIds().stream()
        .map(id ->
            new Key(
                id, of, id.equals(current), values == null ? null : values.getOrDefault(id, 0L)))
        .toList();
  }
}
