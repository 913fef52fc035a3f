package dev.holdfast.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnoseTest {
  private static final String OK =
      finding("network/dns", "ok", "web-1 is 192.0.2.7", "null", "null");
  private static final String WARNING =
      finding(
          "ssh/algorithms",
          "warning",
          "it offers weak ones",
          "\"weak: *cbc*\\nand more\"",
          "\"lock it down\"");
  private static final String PROBLEM =
      finding("login/sudo", "problem", "sudo \\u001b[31masks", "null", "\"give NOPASSWD\"");
  private static final String SKIPPED =
      finding("server/journal", "skipped", "not looked at, because of login/sudo", "null", "null");

  @TempDir private Path directory;
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldTryTheLoginOnly() {
    platform.answers("POST /servers/web-1/check", diagnosis(OK, PROBLEM));

    Cli.Result result = cli().run("server", "check", "web-1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("fix: give NOPASSWD", "1 problem");
  }

  @Test
  void shouldShowFindingsByAreaWithTheirFixes() {
    platform.answers("POST /servers/web-1/diagnose", diagnosis(OK, WARNING, PROBLEM, SKIPPED));

    Cli.Result result = cli().run("server", "diagnose", "web-1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .isEqualTo(
            """
            The way to the server
              ✓ ok       dns         web-1 is 192.0.2.7

            SSH before the login
              ! warning  algorithms  it offers weak ones
                                     weak: *cbc*
                                     and more
                                     fix: lock it down

            The login
              ✗ problem  sudo        sudo ?[31masks
                                     fix: give NOPASSWD

            The server
              - skipped  journal     not looked at, because of login/sudo

            web-1: 1 problem, 1 warning, 1 ok, 1 skipped; checked in 1.2 s
            """);
    assertThat(result.err()).startsWith("Looking web-1 over");
  }

  @Test
  void shouldEndWellWhereNothingIsAProblem() {
    platform.answers("POST /servers/web-1/diagnose", diagnosis(OK, WARNING));

    Cli.Result text = cli().onTerminal(Cli.TERMINAL).run("server", "diagnose", "web-1");
    Cli.Result json = cli().run("server", "diagnose", "web-1", "-o", "json");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).contains("\u001b[33m! warning");
    assertThat(json.exitCode()).isZero();
    assertThat(json.err()).isEmpty();
    assertThat(Json.parse(json.out())).isEqualTo(Json.parse(diagnosis(OK, WARNING)));
  }

  @Test
  void shouldWriteAReportThatShowsWhatAServerSaysAsItIs() throws IOException {
    platform.answers("POST /servers/web-1/diagnose", diagnosis(OK, WARNING, PROBLEM));
    Path report = directory.resolve("web-1.md");

    Cli.Result result =
        cli().run("server", "diagnose", "web-1", "-o", "json", "--report", report.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(Json.parse(result.out()).path("server").asString()).isEqualTo("web-1");
    assertThat(Files.readString(report))
        .startsWith("# web-1\n\nChecked at 2026-01-01T10:00:00Z by Holdfast.\n")
        .contains("## The login\n\n- **problem** sudo: sudo ?\\[31masks\n  Fix: give NOPASSWD\n")
        .contains("\n      weak: *cbc*\n      and more\n");
  }

  @Test
  void shouldSayWhereAReportCannotBeWrittenAndWhatServerThereIsNot() {
    platform.answers("POST /servers/web-1/diagnose", diagnosis(OK));
    platform.refuses("POST /servers/x/diagnose", 404, "{\"detail\":\"There is no server 'x'.\"}");

    Cli.Result unwritable =
        cli().run("server", "diagnose", "web-1", "--report", directory + "/no/such.md");

    assertThat(unwritable.exitCode()).isEqualTo(1);
    assertThat(unwritable.err()).contains("cannot be written", "no/such.md");
    assertThat(cli().run("server", "diagnose", "x").exitCode()).isEqualTo(3);
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }

  private static String diagnosis(String... findings) {
    return "{\"server\":\"web-1\",\"at\":\"2026-01-01T10:00:00Z\",\"findings\":["
        + String.join(",", findings)
        + "],\"durationMillis\":1234}";
  }

  private static String finding(
      String check, String level, String summary, String detail, String fix) {
    return "{\"check\":\"%s\",\"level\":\"%s\",\"summary\":\"%s\",\"detail\":%s,\"fix\":%s}"
        .formatted(check, level, summary, detail, fix);
  }
}
