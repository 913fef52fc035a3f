package dev.holdfast.schemas.runbook;

import dev.holdfast.schemas.secret.SecretReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * References in the inputs of a runbook's steps: {@code ${inputs.NAME}}, {@code ${steps.ID.FIELD}}
 * and {@code ${item}}. A text that is nothing but one keeps the type of its value. Any other {@code
 * ${…}} is text, and so is one after a further dollar sign.
 */
public final class References {
  private static final Pattern REFERENCE =
      Pattern.compile("(\\$?)\\$\\{(inputs\\.[^{}\\s]*|steps\\.[^{}\\s]*|item)}");

  private References() {}

  /** Every reference in a value, without its braces, in order. */
  public static List<String> in(@Nullable Object value) {
    List<String> found = new ArrayList<>();
    collect(value, found);
    return found;
  }

  private static void collect(@Nullable Object value, List<String> found) {
    switch (value) {
      case String text -> {
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
          if (matcher.group(1).isEmpty()) {
            found.add(matcher.group(2));
          }
        }
      }
      case Map<?, ?> map -> map.values().forEach(inner -> collect(inner, found));
      case List<?> list -> list.forEach(inner -> collect(inner, found));
      case null, default -> {}
    }
  }

  /**
   * A value with its references replaced.
   *
   * @param scope what references name, as nested maps
   * @throws IllegalArgumentException if one names nothing, or a list or a map within a text
   */
  public static @Nullable Object resolve(@Nullable Object value, Map<String, ?> scope) {
    return switch (value) {
      case String text -> resolve(text, scope);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        map.forEach((key, inner) -> resolved.put(String.valueOf(key), resolve(inner, scope)));
        yield resolved;
      }
      case List<?> list -> {
        List<@Nullable Object> resolved = new ArrayList<>();
        list.forEach(inner -> resolved.add(resolve(inner, scope)));
        yield resolved;
      }
      case null -> null;
      default -> value;
    };
  }

  private static @Nullable Object resolve(String text, Map<String, ?> scope) {
    Object resolved = replaced(text, scope);
    if (resolved instanceof String result && SecretReference.isMeant(result)) {
      refuseMadeUpSecret(text, in(text));
    }
    return resolved;
  }

  /**
   * Which secret is used says the runbook or whoever starts it, and was checked then; never what a
   * server printed.
   */
  private static void refuseMadeUpSecret(String text, List<String> references) {
    boolean given =
        references.size() == 1
            && references.getFirst().startsWith("inputs.")
            && text.equals("${" + references.getFirst() + "}");
    boolean written = SecretReference.isMeant(text) && references.isEmpty();
    if (!given && !written) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' would become a reference to a secret; write secret://NAME in the runbook");
    }
  }

  private static @Nullable Object replaced(String text, Map<String, ?> scope) {
    Matcher matcher = REFERENCE.matcher(text);
    if (matcher.matches() && matcher.group(1).isEmpty()) {
      Object value = value(matcher.group(2), scope);
      if (value instanceof Map || value instanceof List) {
        refuseSecretsIn(value, matcher.group(2));
      }
      return value;
    }
    var resolved = new StringBuilder();
    int end = 0;
    matcher.reset();
    while (matcher.find()) {
      resolved.append(text, end, matcher.start());
      resolved.append(
          matcher.group(1).isEmpty()
              ? scalar(matcher.group(2), scope)
              : matcher.group().substring(1));
      end = matcher.end();
    }
    return resolved.append(text, end, text.length()).toString();
  }

  private static void refuseSecretsIn(@Nullable Object value, String reference) {
    switch (value) {
      case String text -> {
        if (SecretReference.isMeant(text) && !reference.startsWith("inputs.")) {
          throw new IllegalArgumentException("${" + reference + "} refers to a secret");
        }
      }
      case Map<?, ?> map -> map.values().forEach(inner -> refuseSecretsIn(inner, reference));
      case List<?> list -> list.forEach(inner -> refuseSecretsIn(inner, reference));
      case null, default -> {}
    }
  }

  private static String scalar(String path, Map<String, ?> scope) {
    Object value = value(path, scope);
    if (value instanceof Map || value instanceof List) {
      throw new IllegalArgumentException(
          "${" + path + "} is a list or an object, and stands within a text");
    }
    return value == null ? "" : String.valueOf(value);
  }

  /**
   * What a reference names.
   *
   * @throws IllegalArgumentException if that is nothing
   */
  static @Nullable Object value(String path, Map<String, ?> scope) {
    Object value = scope;
    for (String part : path.split("\\.", -1)) {
      if (!(value instanceof Map<?, ?> map) || !map.containsKey(part)) {
        throw new IllegalArgumentException("${" + path + "} has no value here");
      }
      value = map.get(part);
    }
    return value;
  }
}
