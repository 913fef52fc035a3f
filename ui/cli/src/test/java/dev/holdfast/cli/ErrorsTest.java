package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ErrorsTest {
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @ParameterizedTest
  @CsvSource({"400,2", "401,4", "403,4", "404,3", "409,4", "422,2", "500,1", "503,5"})
  void shouldMapEachProblemToItsExitCode(int status, int exitCode) {
    platform.refuses(
        "GET /me",
        status,
        "{\"title\":\"No\",\"status\":1,\"code\":\"x\",\"detail\":\"It is wrong.\"}");

    Cli.Result result = Cli.at(platform.url()).run("whoami", "-o", "json");

    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
    JsonNode error = Json.parse(result.err());
    assertThat(Json.text(error, "error")).isEqualTo("it is wrong");
    assertThat(Json.text(error, "code")).isEqualTo("x");
    assertThat(error.path("exitCode").asInt()).isEqualTo(exitCode);
    assertThat(Cli.at(platform.url()).run("whoami").err()).startsWith("error: it is wrong\n");
  }

  @ParameterizedTest
  @CsvSource({"-o json", "-o=json", "-ojson", "--output json", "--output=json"})
  void shouldAnswerAProgramInJsonThatItTypedWrongly(String form) {
    List<String> words = new ArrayList<>(List.of("ops", "shoow"));
    words.addAll(List.of(form.split(" ")));

    Cli.Result result = Cli.at(platform.url()).run(words.toArray(String[]::new));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(Json.text(Json.parse(result.err()), "error"))
        .isEqualTo("there is no command 'shoow'");
    assertThat(Json.parse(result.err()).at("/details/0").asString()).contains("show");
  }

  @Test
  void shouldWaitAsLongAsThePlatformSaysWhenThereWereTooManyRequests() {
    platform.answers("GET /me", "{\"name\":\"bob\"}");
    platform.limitsOnce("GET /me", 1);

    Cli.Result result = Cli.at(platform.url()).run("whoami", "-o", "json");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(platform.requests()).hasSize(2);
  }

  @Test
  void shouldShowEveryWrongField() {
    platform.refuses(
        "POST /operations",
        422,
        """
        {"title":"Unprocessable","status":422,"code":"invalid-input","detail":"2 fields are wrong.",
         "errors":[{"field":"input.users[0].name","message":"'a;rm -rf /' does not have the form"},
                   {"field":"input.color","message":"is not known here"}]}\
        """);

    Cli.Result result = Cli.at(platform.url()).run("run", "server-setup", "all");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("error: 2 fields are wrong\n")
        .contains("  input.users[0].name: 'a;rm -rf /' does not have the form\n")
        .contains("  input.color: is not known here\n");
  }

  @Test
  void shouldSayHowToStartAPlatformThatDoesNotAnswer() {
    platform.close();

    Cli.Result result = Cli.at(platform.url()).run("server", "list");

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.err())
        .isEqualTo(
            "error: cannot reach Holdfast at "
                + platform.url()
                + "; start it with ./holdfast up\n");
  }

  @Test
  void shouldSayThatThereIsNoPlatformHere() {
    Cli.Result result = Cli.nowhere().run("server", "list");

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.err()).contains("no Holdfast is running here", "./holdfast up");
  }

  @Test
  void shouldNotTakeAnotherServerForHoldfast() {
    platform.answersOtherwise("GET /me", "<html>hello</html>");

    Cli.Result result = Cli.at(platform.url()).run("whoami");

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.err()).contains("is not Holdfast");
  }

  @Test
  void shouldUseTheLaunchersAddressAndToken(@TempDir Path home) throws IOException {
    launcher(home);
    platform.answers("GET /me", "{\"name\":\"admin\",\"admin\":true}");

    Cli.Result result = Cli.nowhere().with("HOLDFAST_HOME", home.toString()).run("whoami");

    assertThat(result.out()).isEqualTo("admin (administrator) at " + platform.url() + "\n");
    assertThat(platform.request("GET /me").authorization()).isEqualTo("Bearer hf_mine");
  }

  @Test
  void shouldKeepTheLaunchersTokenFromOtherPlatforms(@TempDir Path home) throws IOException {
    launcher(home);
    try (TestPlatform other = new TestPlatform()) {
      other.answers("GET /me", "{\"name\":\"nobody\"}");

      Cli.nowhere().with("HOLDFAST_HOME", home.toString()).run("whoami", "--server", other.url());

      assertThat(other.request("GET /me").authorization()).isEmpty();
    }
  }

  @Test
  void shouldTakeTheServerAndTheFormatBeforeTheCommandToo() {
    platform.answers("GET /me", "{\"name\":\"admin\"}");

    Cli.Result result = Cli.nowhere().run("-o", "json", "--server", platform.url(), "whoami");

    assertThat(result.exitCode()).isZero();
    assertThat(Json.parse(result.out()).path("name").asString()).isEqualTo("admin");
  }

  private void launcher(Path home) throws IOException {
    Files.writeString(
        home.resolve("cli.json"), "{\"url\":\"" + platform.url() + "\",\"token\":\"hf_mine\"}");
  }
}
