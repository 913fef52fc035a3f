package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.standalone.home.HomeJson;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis against the running API, with an administrator's token, for {@code
 * -Dholdfast.fuzz=SECONDS}: it makes requests from the API's own document, and judges the answers
 * by it. Installs itself with pip.
 */
@EnabledIfSystemProperty(named = "holdfast.fuzz", matches = "[1-9][0-9]*")
final class FuzzedApiIT {
  private static final String SCHEMATHESIS = "schemathesis==4.32.5";

  @Test
  void shouldAnswerWhateverIsAskedAsItsDocumentSays(@TempDir Path directory) throws Exception {
    Path python = directory.resolve("python");
    succeeded("python3", "-m", "venv", python.toString());
    succeeded(python.resolve("bin/pip").toString(), "install", "--quiet", SCHEMATHESIS);
    StandaloneProcess holdfast = EndToEnd.platform(directory, "--no-worker");
    try {
      JsonNode access = HomeJson.read(holdfast.home().root().resolve("cli.json"), JsonNode.class);
      String token = access.path("token").asText();
      // Fetched by ourselves: the document asks for a token, too.
      Path document = Repository.root().resolve("docs/openapi.json");
      StandaloneProcess.Result judged =
          StandaloneProcess.run(
              new ProcessBuilder(
                      python.resolve("bin/st").toString(),
                      "run",
                      document.toString(),
                      "--url",
                      access.path("url").asText(),
                      "--header",
                      "Authorization: Bearer " + token,
                      "--checks",
                      "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                      // Those would end the token that it asks with.
                      "--exclude-path-regex",
                      "^/(api/v1/auth|ws)/",
                      "--phases",
                      "examples,coverage,fuzzing",
                      "--max-time",
                      System.getProperty("holdfast.fuzz"),
                      "--continue-on-failure",
                      "--suppress-health-check",
                      "all",
                      "--warnings",
                      "off",
                      "--no-color")
                  .directory(directory.toFile()));
      System.out.println(judged.output());

      assertThat(judged.exitCode()).as(judged.output()).isZero();
      assertThat(Files.readString(holdfast.home().root().resolve("logs/platform.log")))
          .doesNotContain("Request failed, error");
    } finally {
      StandaloneProcess.succeeded(holdfast.run("down"));
    }
  }

  private static void succeeded(String... command) throws Exception {
    StandaloneProcess.succeeded(StandaloneProcess.run(new ProcessBuilder(command)));
  }
}
