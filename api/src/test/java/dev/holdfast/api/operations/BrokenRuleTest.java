package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.problem.FieldError;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BrokenRuleTest {
  /** What no value can break. */
  private static final Set<String> SAYS_NOTHING =
      Set.of(
          "$schema",
          "$id",
          "$defs",
          "$ref",
          "title",
          "description",
          "default",
          "examples",
          "properties",
          "items",
          "x-secret",
          "x-leased");

  /** What is told with the fields that are known or missing. */
  private static final Set<String> OF_THE_FIELDS =
      Set.of("required", "additionalProperties", "unevaluatedProperties", "enum");

  private static final JsonMapper JSON = new JsonMapper();

  private static List<String> messages(String type, String input) {
    OperationType operation = Catalogue.find(type).orElseThrow();
    return new InputValidation()
        .check(operation, JSON.readTree(input)).stream().map(BrokenRuleTest::line).toList();
  }

  private static String line(FieldError error) {
    return error.field() + ": " + error.message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server-setup | {"packages":"curl"}                      | input.packages: has to be a list, and is 'curl'
          server-setup | {"users":[{"name":7}]}                   | input.users[0].name: has to be text, and is 7
          server-setup | {"users":[{"name":"Bob"}]}               | input.users[0].name: 'Bob' is not allowed here (Lower-case letters
          server-setup | {"sudo":[{"user":"a","group":"b"}]}      | input.sudo[0]: has to have exactly one of user, group
          lockdown     | {"sshd":{"ports":[0]}}                   | input.sshd.ports[0]: has to be at least 1
          lockdown     | {"sshd":{"ports":[65536]}}               | input.sshd.ports[0]: has to be at most 65535
          lockdown     | {"sshd":{"ports":[22,22]}}               | input.sshd.ports: has the same entry twice
          exec         | {"command":[]}                           | input.command: has to have at least 1 entry
          exec         | {"command":["a"],"commands":["b"]}       | input: has to have exactly one of command, shell, script, commands
          exec         | {"command":["a"],"sudo":true,"user":"b"} | input: must not have sudo and user together
          exec         | {"command":["a"],"env":{"1A":"b"}}       | (Letters, digits and _, not a digit first.)
          """)
  void shouldSayWhatIsWrongInWords(String type, String input, String message) {
    assertThat(messages(type, input)).anySatisfy(line -> assertThat(line).contains(message));
  }

  @Test
  void shouldHaveWordsForEveryKeywordOfTheSchemas() {
    Set<String> wordless = new TreeSet<>();
    Set<String> unexplained = new TreeSet<>();
    for (OperationType operation : Catalogue.operations()) {
      visit(operation.name(), JSON.readTree(operation.schema()), wordless, unexplained);
    }

    assertThat(wordless).isEmpty();
    assertThat(unexplained).as("patterns without a description beside them").isEmpty();
  }

  private static void visit(
      String path, JsonNode schema, Set<String> wordless, Set<String> unexplained) {
    schema
        .propertyStream()
        .forEach(entry -> {
          String keyword = entry.getKey();
          JsonNode rule = entry.getValue();
          boolean known =
              SAYS_NOTHING.contains(keyword)
                  || OF_THE_FIELDS.contains(keyword)
                  || !new BrokenRule(keyword, rule, null, null)
                      .words()
                      .equals("is not allowed here");
          if (!known) {
            wordless.add(keyword);
          }
          switch (keyword) {
            case "properties", "$defs" ->
                rule.propertyStream()
                    .forEach(field ->
                        visit(
                            path + "." + field.getKey(), field.getValue(), wordless, unexplained));
            case "items", "additionalProperties", "propertyNames", "not" -> {
              if (rule.isObject()) {
                visit(path + "/" + keyword, rule, wordless, unexplained);
              }
            }
            case "oneOf", "anyOf", "allOf" ->
                rule.valueStream()
                    .forEach(choice -> visit(path + "/" + keyword, choice, wordless, unexplained));
            default -> {
              if (keyword.equals("pattern") && !schema.hasNonNull("description")) {
                unexplained.add(path);
              }
            }
          }
        });
  }
}
