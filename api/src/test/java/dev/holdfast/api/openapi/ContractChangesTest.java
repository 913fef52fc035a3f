package dev.holdfast.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ContractChangesTest {
  private static final String DOCUMENT =
      """
      {"paths": {"/things": {
        "get": {
          "x-permission": "things:read",
          "parameters": [{"name": "limit", "required": false, "schema": {"type": "integer"}}],
          "responses": {
            "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
            "404": {"x-problem-codes": ["unknown-thing"]}}},
        "post": {
          "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewThing"}}}},
          "responses": {"201": {}}}}},
       "components": {"schemas": {
         "Thing": {"type": "object", "required": ["name"],
           "properties": {"name": {"type": "string"}, "size": {"type": ["integer", "null"]}}},
         "NewThing": {"type": "object",
           "properties": {"name": {"type": "string"}, "kind": {"type": "string", "enum": ["a", "b"]}}}}}}
      """;

  @Test
  void shouldFindNothingWhereNothingHasChanged() {
    ContractChanges changes = changes("", "");

    assertThat(changes.breaking()).isEmpty();
    assertThat(changes.additions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/things| /others| /things is gone",
        "\"post\"| \"put\"| POST /things is gone",
        "\"201\"| \"202\"| POST /things: status 201 is gone",
        "\"limit\"| \"most\"| GET /things: parameter limit is gone",
        "\"required\": false| \"required\": true| GET /things: parameter limit is required now",
        "\"type\": \"integer\"| \"type\": \"boolean\"|"
            + " GET /things: parameter limit: type is [boolean] instead of [integer]",
        "\"size\": {| \"length\": {| Thing.size is gone",
        "[\"integer\", \"null\"]| [\"string\", \"null\"]|"
            + " Thing.size: type is [null, string] instead of [integer, null]",
        "\"required\": [\"name\"]| \"required\": []| Thing.name is not always there any more",
        "\"NewThing\": {\"type\": \"object\",|"
            + " \"NewThing\": {\"type\": \"object\", \"required\": [\"kind\"],|"
            + " NewThing.kind is required now",
        "[\"a\", \"b\"]| [\"a\"]| NewThing.kind: enum is [a] instead of [a, b]",
        "[\"unknown-thing\"]| [\"no-thing\"]| GET /things: status 404: problem unknown-thing is gone",
        "things:read| things:write|"
            + " GET /things: permission is things:write instead of things:read"
      })
  void shouldNameWhatBreaksClients(String text, String replacement, String told) {
    assertThat(changes(text, replacement).breaking()).contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"/things\": {| {\"/more\": {}, \"/things\": {| /more is new",
        "\"201\": {}| \"201\": {}, \"409\": {}| POST /things: status 409 is new",
        "\"size\": {| \"colour\": {\"type\": \"string\"}, \"size\": {| Thing.colour is new",
        "[\"a\", \"b\"]| [\"a\", \"b\", \"c\"]| NewThing.kind: enum is [a, b, c] instead of [a, b]",
        "[\"integer\", \"null\"]| [\"integer\"]|"
            + " Thing.size: type is [integer] instead of [integer, null]"
      })
  void shouldTellAdditionsApart(String text, String replacement, String told) {
    ContractChanges changes = changes(text, replacement);

    assertThat(changes.additions()).contains(told);
    assertThat(changes.breaking()).isEmpty();
  }

  private static ContractChanges changes(String text, String replacement) {
    var json = new JsonMapper();
    JsonNode before = json.readTree(DOCUMENT);
    assertThat(DOCUMENT).contains(text);
    return new ContractChanges(before, json.readTree(DOCUMENT.replace(text, replacement)));
  }
}
