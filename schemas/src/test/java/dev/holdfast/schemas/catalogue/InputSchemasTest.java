package dev.holdfast.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.schemas.operation.OperationType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputSchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  static List<OperationType> operations() {
    return Catalogue.operations();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldNameEveryFieldWhenComparedWithTheRecord(OperationType operation) throws Exception {
    JsonNode schema = JSON.readTree(operation.schema());
    assertSameFields(schema, operation.inputType());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldAcceptAndReadTheExamples(OperationType operation) throws Exception {
    assertThat(validate(operation, operation.example())).isEmpty();
    assertThat(JSON.readValue(operation.example(), operation.inputType())).isNotNull();
    for (JsonNode example : JSON.readTree(operation.schema()).path("examples")) {
      assertThat(validate(operation, example.toString())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"users\": [{\"name\": \"a;rm -rf /\"}]}",
        "{\"users\": [{\"name\": \"bob\\n\"}]}",
        "{\"users\": [{\"name\": \"-bob\"}]}",
        "{\"users\": [{\"name\": \"Bob\"}]}",
        "{\"users\": [{\"name\": \"bob\", \"surname\": \"x\"}]}",
        "{\"users\": [{\"name\": \"bob\", \"home\": \"home/bob\"}]}",
        "{\"users\": [{\"name\": \"bob\", \"home\": \"/home/../root\"}]}",
        "{\"surprise\": true}",
        "{\"directories\": [{\"path\": \"srv/app\"}]}",
        "{\"directories\": [{\"path\": \"/srv/app\\n\"}]}",
        "{\"directories\": [{\"path\": \"/srv/./app\"}]}",
        "{\"directories\": [{\"path\": \"/srv/$(id)\"}]}",
        "{\"directories\": [{\"path\": \"/srv\", \"mode\": \"999\"}]}",
        "{\"directories\": [{\"path\": \"/srv\", \"mode\": \"0888\"}]}",
        "{\"directories\": [{\"path\": \"/srv\", \"mode\": 755}]}",
        "{\"sudo\": [{\"user\": \"a\", \"group\": \"b\"}]}",
        "{\"sudo\": [{\"commands\": [\"/bin/ls\"]}]}",
        "{\"sudo\": [{\"user\": \"a\", \"commands\": [\"ls\"]}]}",
        "{\"sudo\": [{\"user\": \"a\", \"commands\": [\"/bin/ls\\nALL\"]}]}",
        "{\"packages\": [\"-o=evil\"]}",
        "{\"packages\": [\"a b\"]}",
        "{\"docker\": null}",
        "{\"docker\": {\"nofile\": 10}}",
        "{\"docker\": {\"nofile\": 1048577}}",
        "{\"docker\": {\"logMaxSize\": \"10 MB\"}}",
        "{\"docker\": {\"logMaxFile\": 0}}",
        "{\"docker\": {\"dataRoot\": \"/srv\"}}"
      })
  void shouldRefuseServerSetupWhenInputIsWrong(String input) {
    assertThat(validate(operation("server-setup"), input)).isNotEmpty();
  }

  @Test
  void shouldRefuseKeysThatAreNotOneModernKey() {
    assertThat(validateKey(ED25519)).isEmpty();
    assertThat(validateKey(ED25519 + " ann@example.org")).isEmpty();
    assertThat(validateKey("ssh-rsa AAAA" + "B".repeat(539) + "=")).isEmpty();

    assertThat(validateKey(ED25519 + "\\n" + ED25519)).isNotEmpty();
    assertThat(validateKey(ED25519 + " ann\\n")).isNotEmpty();
    assertThat(validateKey(ED25519 + "\\n")).isNotEmpty();
    assertThat(validateKey("command=\\\"sh\\\" " + ED25519)).isNotEmpty();
    assertThat(validateKey("ssh-dss AAAA" + "B".repeat(600))).isNotEmpty();
    assertThat(validateKey("ssh-rsa AAAA" + "B".repeat(366) + "==")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sshd\": {\"ports\": [0]}}",
        "{\"sshd\": {\"ports\": [65536]}}",
        "{\"sshd\": {\"ports\": [\"22\"]}}",
        "{\"sshd\": {\"allowUsers\": [\"a;rm -rf /\"]}}",
        "{\"sshd\": {\"allowUsers\": [\"*\"]}}",
        "{\"sshd\": {\"allowUsers\": [\"ann\\nPermitRootLogin yes\"]}}",
        "{\"sshd\": {\"permitRootLogin\": true}}",
        "{\"confirmWithinSeconds\": 5}",
        "{\"confirmWithinSeconds\": null}",
        "[]"
      })
  void shouldRefuseLockdownWhenInputIsWrong(String input) {
    assertThat(validate(operation("lockdown"), input)).isNotEmpty();
  }

  private static OperationType operation(String name) {
    return Catalogue.find(name).orElseThrow();
  }

  private static List<?> validateKey(String key) {
    return validate(
        operation("server-setup"),
        "{\"users\": [{\"name\": \"bob\", \"authorizedKeys\": [\"" + key + "\"]}]}");
  }

  private static List<?> validate(OperationType operation, String input) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(operation.schema());
    return schema.validate(input, InputFormat.JSON);
  }

  private static void assertSameFields(JsonNode schema, Class<?> type) {
    assertThat(schema.path("additionalProperties").asBoolean(true)).as(type.getName()).isFalse();
    JsonNode properties = schema.path("properties");
    assertThat(properties.fieldNames())
        .toIterable()
        .as(type.getName())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode property = properties.path(component.getName());
      assertThat(property.path("description").asText()).as(component.getName()).isNotBlank();
      Type generic = component.getGenericType();
      if (component.getType().isRecord()) {
        assertSameFields(property, component.getType());
      } else if (generic instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> element
          && element.isRecord()) {
        assertSameFields(property.path("items"), element);
      }
    }
  }
}
