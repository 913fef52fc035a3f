package dev.holdfast.api.servers;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Region;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What shall become different of a server (RFC 7396): a field that is not there stays, null takes
 * away, labels are merged one by one.
 */
final class ServerPatch {
  private static final Set<String> FIELDS =
      Set.of(
          "address",
          "port",
          "user",
          "key",
          "passphrase",
          "certificate",
          "agent",
          "sudoPassword",
          "adapter",
          "jump",
          "authorities",
          "revoked",
          "labels",
          "region");
  private static final Set<String> NEEDED = Set.of("address", "port", "user", "key", "passphrase");

  private final JsonNode patch;
  private final List<FieldError> errors = new ArrayList<>();

  /**
   * @throws ApiException if a field is not one that can be changed
   */
  ServerPatch(JsonNode patch) {
    this.patch = patch;
    if (!patch.isObject()) {
      throw ApiException.invalid("", "give an object with the fields that change");
    }
    for (String field : patch.propertyNames()) {
      if (!FIELDS.contains(field)) {
        errors.add(
            new FieldError(
                field,
                field.equals("hostKeys")
                    ? "is changed by an act of trust: POST …/trust"
                    : "cannot be changed"));
      } else if (NEEDED.contains(field) && patch.get(field).isNull()) {
        errors.add(new FieldError(field, "cannot be taken away"));
      }
    }
  }

  /** The secrets that change; empty ones are taken away. */
  LoginSecrets secrets() {
    String key = text("key");
    String sudo =
        patch.has("sudoPassword") && text("sudoPassword") == null ? "" : text("sudoPassword");
    return new LoginSecrets(key == null ? null : LoginChecks.stored(key), text("passphrase"), sudo);
  }

  /**
   * The server as it shall be.
   *
   * @throws ApiException with every field that is wrong
   */
  Server applyTo(Server server) {
    String key = text("key");
    Access before = server.access();
    LoginChecks.key(key, text("passphrase"), errors);
    LoginChecks.sudoPassword(text("sudoPassword"), errors);
    String agent = changed("agent", before.agent());
    if (key != null && patch.has("agent") && agent != null) {
      errors.add(new FieldError("agent", "logs in by itself; give it or a key, not both"));
    } else if (key != null) {
      agent = null;
    } else if (agent == null && before.agent() != null) {
      errors.add(new FieldError("key", "is needed where no agent logs in; give one"));
    }
    if (key != null && before.certificate() != null && !patch.has("certificate")) {
      errors.add(
          new FieldError(
              "certificate",
              "belongs to the key before; give that of the new key, or take it away"));
    }
    HostKey certificate =
        patch.has("certificate")
            ? LoginChecks.certificate(text("certificate"), key, errors)
            : before.certificate();
    List<HostKey> authorities =
        patch.has("authorities")
            ? LoginChecks.authorities(texts("authorities"), errors)
            : before.authorities();
    Map<String, String> labels = labels(server.labels());
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    try {
      return new Server(
          server.name(),
          orElse(text("address"), server.address()),
          port(server.port()),
          orElse(text("user"), server.user()),
          server.credential(),
          server.hostKeys(),
          labels,
          region(server.region()),
          new Access(
              patch.has("adapter") ? LoginChecks.adapter(text("adapter")) : before.adapter(),
              jump(server),
              certificate,
              agent,
              authorities,
              patch.has("revoked") ? texts("revoked") : before.revoked()),
          server.id(),
          server.aliasOf());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  private @Nullable String jump(Server server) {
    String jump = changed("jump", server.access().jump());
    return jump == null ? null : ServerNames.full(server.organisation(), jump);
  }

  private int port(int before) {
    JsonNode port = patch.get("port");
    if (port == null) {
      return before;
    }
    if (!port.canConvertToInt()) {
      throw ApiException.invalid("port", "is not a whole number");
    }
    return port.asInt();
  }

  private Map<String, String> labels(Map<String, String> before) {
    Map<String, String> labels = new HashMap<>(before);
    JsonNode changes = patch.get("labels");
    if (changes == null) {
      return labels;
    }
    if (changes.isNull()) {
      return Map.of();
    }
    if (!changes.isObject()) {
      throw ApiException.invalid("labels", "is not an object of names and values");
    }
    changes
        .properties()
        .forEach(label -> {
          if (label.getValue().isNull()) {
            labels.remove(label.getKey());
          } else if (label.getValue().isString()) {
            labels.put(label.getKey(), label.getValue().asString());
          } else {
            throw ApiException.invalid("labels." + label.getKey(), "is not text");
          }
        });
    return labels;
  }

  private List<String> texts(String field) {
    JsonNode given = patch.get(field);
    List<String> texts = new ArrayList<>();
    if (!given.isArray()) {
      throw ApiException.invalid(field, "is not a list of texts");
    }
    for (JsonNode text : given) {
      if (!text.isString()) {
        throw ApiException.invalid(field + "[" + texts.size() + "]", "is not text");
      }
      texts.add(text.asString());
    }
    return texts;
  }

  private @Nullable String region(@Nullable String before) {
    String region = text("region");
    return !patch.has("region") ? before : region == null ? null : Region.require(region);
  }

  private @Nullable String changed(String field, @Nullable String before) {
    return patch.has(field) ? text(field) : before;
  }

  private @Nullable String text(String field) {
    JsonNode value = patch.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw ApiException.invalid(field, "is not a text");
    }
    return value.asString();
  }

  private static String orElse(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
