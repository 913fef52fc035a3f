package dev.holdfast.cli.operation;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.Test;

class CatalogTest {

  @Test
  void shouldListOperationsAndShowTheFieldsOfOne() {
    try (TestPlatform platform = new TestPlatform()) {
      platform.answers("GET /catalog", page("{\"name\":\"lockdown\",\"title\":\"Lock down SSH\"}"));
      platform.answers(
          "GET /catalog/lockdown",
          """
          {"name":"lockdown","title":"Lock down SSH","description":"Restricts sshd.",
           "schema":{"type":"object","required":["sshd"],"$defs":{"name":{"type":"string"}},
            "properties":{"sshd":{"type":"object","description":"Settings of sshd",
             "properties":{"allowUsers":{"type":"array","items":{"$ref":"#/$defs/name"}},
                           "maxAuthTries":{"type":"integer","default":3}}}}},
           "example":{"sshd":{"maxAuthTries":2}}}\
          """);
      Cli cli = Cli.at(platform.url());

      assertThat(cli.run("catalog").out()).contains("lockdown   Lock down SSH");
      assertThat(cli.run("catalog", "lockdown").out())
          .contains("  sshd  object  required\n      Settings of sshd\n")
          .contains("  sshd.allowUsers  list of strings\n")
          .contains("  sshd.maxAuthTries  integer  default: 3\n")
          .contains("\"maxAuthTries\" : 2")
          .contains("./holdfast run lockdown SELECTOR --dry-run --follow");
    }
  }
}
