package dev.holdfast.api.notify;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.notify.Deliveries.Failure;
import dev.holdfast.schemas.secret.SecretReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Checks what sinks are set to, shows it without its secrets, and reads the secrets in it. */
@Component
final class SinkSettings {
  /** What is shown of a value that is shown to nobody. */
  static final String HIDDEN = "…";

  private static final int LONGEST = 64 << 10;

  private final NamedSecrets secrets;
  private final CallerAccess access;
  private final SinkChecks checks;

  SinkSettings(NamedSecrets secrets, CallerAccess access, SinkChecks checks) {
    this.secrets = secrets;
    this.access = access;
    this.checks = checks;
  }

  /**
   * Checks what a sink is to be set to.
   *
   * @throws ApiException naming every field that is wrong; 403 if the caller may use no secrets
   */
  void check(SinkType type, Map<String, String> settings, Caller caller) {
    if (settings.values().stream().anyMatch(SecretReference::isMeant)) {
      access.require(caller, "secrets:use");
    }
    List<FieldError> errors = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    settings.forEach((name, text) -> {
      Optional<SinkField> field = type.field(name);
      if (field.isEmpty()) {
        errors.add(
            error(name, "is not a field of a " + type.word() + "; those are " + names(type)));
      } else if (text.isBlank() || text.length() > LONGEST || text.indexOf(0) >= 0) {
        errors.add(error(name, "is empty, too long or no text"));
      } else if (SecretReference.isMeant(text)) {
        reference(field.get(), text, caller.organisation(), errors)
            .ifPresent(value -> values.put(name, value));
      } else {
        values.put(name, text);
      }
    });
    for (SinkField field : type.fields()) {
      if (field.required() && !settings.containsKey(field.name())) {
        errors.add(error(field.name(), "is needed. " + field.description()));
      }
    }
    checks.of(type, values).forEach((name, wrong) -> errors.add(error(name, wrong)));
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
  }

  /**
   * Checks that no secret goes elsewhere than where it was given for: whoever may change a sink
   * must not have another's token sent to an address of his own.
   *
   * @throws ApiException naming the secrets that have to be given again
   */
  static void checkKept(
      SinkType type, Map<String, String> before, Map<String, String> after, SinkRequest request) {
    boolean elsewhere =
        type.fields().stream()
            .filter(field -> field.form() != SinkField.Form.SECRET)
            .anyMatch(field -> !Objects.equals(before.get(field.name()), after.get(field.name())));
    if (!elsewhere) {
      return;
    }
    List<FieldError> errors =
        type.fields().stream()
            .filter(field -> field.form() == SinkField.Form.SECRET)
            .map(SinkField::name)
            .filter(name -> before.containsKey(name) && !request.gives(name))
            .filter(name -> !SecretReference.isMeant(String.valueOf(before.get(name))))
            .map(name ->
                error(
                    name,
                    "has to be given again: where the sink leads is changed, and its secrets were given for where it led"))
            .toList();
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
  }

  private Optional<String> reference(
      SinkField field, String text, String organisation, List<FieldError> errors) {
    if (!field.form().takesReference()) {
      errors.add(error(field.name(), "takes no secret"));
      return Optional.empty();
    }
    Optional<SecretReference> reference = SecretReference.find(text);
    if (reference.isEmpty()) {
      errors.add(error(field.name(), "does not have the form " + SecretReference.FORM));
      return Optional.empty();
    }
    Optional<String> value = value(organisation, reference.get());
    if (value.isEmpty()) {
      errors.add(
          error(
              field.name(),
              "there is no %s; set it with ./holdfast secret set %s"
                  .formatted(reference.get(), reference.get().name())));
    }
    return value;
  }

  private static FieldError error(String field, String wrong) {
    return new FieldError("settings." + field, wrong);
  }

  private static String names(SinkType type) {
    return String.join(", ", type.fields().stream().map(SinkField::name).toList());
  }

  /** What may be shown: references, and what is no secret. */
  static Map<String, String> shown(String type, Map<String, String> settings) {
    Map<String, String> shown = new TreeMap<>();
    settings.forEach((name, value) -> {
      SinkField.Form form =
          SinkType.find(type)
              .flatMap(known -> known.field(name))
              .map(SinkField::form)
              .orElse(SinkField.Form.SECRET);
      shown.put(name, shown(form, value));
    });
    return shown;
  }

  private static String shown(SinkField.Form form, String value) {
    if (SecretReference.isMeant(value)) {
      return value;
    }
    return switch (form) {
      case TEXT -> value;
      case URL -> ShownAddress.of(value);
      case SECRET -> HIDDEN;
    };
  }

  /**
   * The settings with the newest values of the secrets to which they refer.
   *
   * @throws SendFailure if there is none
   */
  Map<String, String> resolve(String organisation, Map<String, String> settings)
      throws SendFailure {
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String text = setting.getValue();
      if (SecretReference.isMeant(text)) {
        text =
            SecretReference.find(text)
                .flatMap(reference -> value(organisation, reference))
                .orElseThrow(() ->
                    new SendFailure(
                        Failure.OF_SINK, "there is no " + setting.getValue() + " any more"));
      }
      values.put(setting.getKey(), text);
    }
    return values;
  }

  private Optional<String> value(String organisation, SecretReference reference) {
    return secrets
        .value(organisation, reference)
        .map(value -> new String(value.bytes(), StandardCharsets.UTF_8));
  }
}
