package dev.holdfast.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Inventories are read as Ansible reads them: its answers for more than a hundred were recorded by
 * {@code src/test/ansible/record.py}.
 */
final class AnsibleOracleTest {
  private static final SshClient CLIENT = new SshClient(Path.of("/home/me"), "me", _ -> "");

  @Test
  void shouldAnswerAsAnsibleDoes() throws Exception {
    List<String> differences = new ArrayList<>();
    int inventories = 0;
    int hosts = 0;
    for (JsonNode inventory : recorded()) {
      inventories++;
      String text = Json.text(inventory, "text");
      Found found =
          Json.text(inventory, "format").equals("ini")
              ? AnsibleIni.parse(text, CLIENT)
              : AnsibleYaml.parse(text, CLIENT);
      Map<String, FoundServer> servers =
          found.servers().stream()
              .collect(Collectors.toMap(FoundServer::name, Function.identity()));
      List<String> wrong = new ArrayList<>();
      for (var host : inventory.path("hosts").properties()) {
        hosts++;
        compare(host.getKey(), host.getValue(), servers.remove(host.getKey()), wrong);
      }
      servers.keySet().forEach(name -> wrong.add(name + " is no host for Ansible"));
      found.dropped().forEach(dropped -> wrong.add("dropped: " + dropped));
      if (!wrong.isEmpty()) {
        differences.add(String.join("\n", wrong) + "\nin\n" + text);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(inventories).isGreaterThan(100);
    assertThat(hosts).isGreaterThan(500);
  }

  private static void compare(
      String name, JsonNode answer, @Nullable FoundServer server, List<String> wrong) {
    if (server == null) {
      wrong.add(name + " is missing");
      return;
    }
    boolean refused = answer.has("refused") || !Json.text(answer, "proxycommand").isEmpty();
    if (refused != (server.obstacle() != null)) {
      wrong.add("%s: %s, but %s".formatted(name, server.obstacle(), answer));
      return;
    }
    List<String> groups = Json.list(answer, "groups").stream().map(JsonNode::asString).toList();
    expect(name, "groups", groups, List.copyOf(server.labels().keySet()), wrong);
    if (refused) {
      return;
    }
    expect(name, "hostname", Json.text(answer, "hostname"), server.address(), wrong);
    String port = String.valueOf(server.port() == null ? 22 : server.port());
    expect(name, "port", Json.text(answer, "port"), port, wrong);
    expect(name, "user", Json.text(answer, "user"), orEmpty(server.user()), wrong);
    expect(name, "alias", Json.text(answer, "hostkeyalias"), orEmpty(server.knownAs()), wrong);
    expect(
        name,
        "jumps",
        Json.text(answer, "proxyjump").replaceAll("[\\[\\]]", ""),
        String.join(",", server.jumps()),
        wrong);
    List<String> keys = Json.list(answer, "identityfile").stream().map(JsonNode::asString).toList();
    expect(name, "keys", keys, server.keyFiles(), wrong);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static void expect(
      String host, String what, Object expected, @Nullable Object actual, List<String> wrong) {
    if (!expected.equals(actual)) {
      wrong.add("%s: %s is %s, for Ansible %s".formatted(host, what, actual, expected));
    }
  }

  private static List<JsonNode> recorded() throws IOException {
    try (InputStream file =
            Objects.requireNonNull(
                AnsibleOracleTest.class.getResourceAsStream("inventories.json.gz"));
        InputStream text = new GZIPInputStream(file)) {
      return List.copyOf(Json.parse(new String(text.readAllBytes(), UTF_8)).values());
    }
  }
}
