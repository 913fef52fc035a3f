package dev.holdfast.platform.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The input of a profile with the values of its variables in the strings in which they are named.
 *
 * @param json the input
 * @param problems why it must not be used; empty where it may be
 */
public record FilledInput(String json, List<Problem> problems) {
  /** A name in braces after a dollar, or after two of them for the characters themselves. */
  private static final Pattern NAMED = Pattern.compile("(\\$?)\\$\\{([^}]*)}");

  public FilledInput {
    problems = List.copyOf(problems);
  }

  /**
   * @param field such as {@code input.sshd.allowUsers[0]}
   */
  public record Problem(String field, String message) {}

  /** Where the value of a variable comes from. */
  @FunctionalInterface
  private interface Values {
    /**
     * @throws IllegalArgumentException with what is wrong with the variable
     */
    String of(String name);
  }

  /** On one server. */
  public static FilledInput on(Server server, ProfileBody body) {
    return fill(body, name -> valueOn(server, name, body.variables()));
  }

  /**
   * One for each value of each variable, the others with their first: what is to be checked where
   * no server is known yet.
   */
  public static List<FilledInput> samples(ProfileBody body) {
    List<FilledInput> samples = new ArrayList<>();
    samples.add(fill(body, name -> first(name, body.variables())));
    for (ProfileVariable varied : body.variables()) {
      samples.add(
          fill(
              body,
              name -> name.equals(varied.name()) ? varied.value() : first(name, body.variables())));
    }
    return samples.stream().distinct().toList();
  }

  private static String first(String name, List<ProfileVariable> variables) {
    return variables.stream()
        .filter(variable -> variable.name().equals(name))
        .findFirst()
        .map(ProfileVariable::value)
        .orElseThrow(() -> undeclared(name));
  }

  private static IllegalArgumentException undeclared(String name) {
    return new IllegalArgumentException(
        "the variable '%s' is not declared; declare it with --var %s=VALUE, or write $${ for the characters ${"
            .formatted(name, name));
  }

  private static String valueOn(Server server, String name, List<ProfileVariable> variables) {
    List<ProfileVariable> known =
        variables.stream().filter(variable -> variable.name().equals(name)).toList();
    if (known.isEmpty()) {
      throw undeclared(name);
    }
    List<ProfileVariable> labelled =
        known.stream()
            .filter(variable ->
                variable.label() != null && ProfileTarget.parse(variable.label()).includes(server))
            .toList();
    Set<String> values = new LinkedHashSet<>();
    labelled.forEach(variable -> values.add(variable.value()));
    if (values.size() > 1) {
      throw new IllegalArgumentException(
          "the variable '%s' has different values for %s; the server has both labels"
              .formatted(
                  name,
                  String.join(
                      " and ", labelled.stream().map(variable -> "" + variable.label()).toList())));
    }
    return values.isEmpty()
        ? known.stream()
            .filter(variable -> variable.label() == null)
            .findFirst()
            .map(ProfileVariable::value)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the variable '%s' has no value here: none for a label of the server, and none for all"
                        .formatted(name)))
        : values.iterator().next();
  }

  private static FilledInput fill(ProfileBody body, Values values) {
    try {
      List<Problem> problems = new ArrayList<>();
      JsonNode filled =
          fill(JsonPayloads.mapper().readTree(body.input()), "input", values, problems);
      return new FilledInput(JsonPayloads.mapper().writeValueAsString(filled), problems);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode fill(JsonNode node, String field, Values values, List<Problem> problems) {
    return switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          entry.setValue(fill(entry.getValue(), field + "." + entry.getKey(), values, problems));
        }
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, fill(array.get(i), field + "[" + i + "]", values, problems));
        }
        yield array;
      }
      case TextNode text -> TextNode.valueOf(fill(text.textValue(), field, values, problems));
      default -> node;
    };
  }

  private static String fill(String text, String field, Values values, List<Problem> problems) {
    return NAMED
        .matcher(text)
        .replaceAll(named ->
            Matcher.quoteReplacement(
                named.group(1).isEmpty()
                    ? value(named.group(2), field, values, problems)
                    : named.group().substring(1)));
  }

  private static String value(String name, String field, Values values, List<Problem> problems) {
    try {
      return values.of(name);
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(field, String.valueOf(e.getMessage())));
      return "${" + name + "}";
    }
  }
}
