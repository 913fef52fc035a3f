package dev.holdfast.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServiceUnitTest {

  @Test
  void shouldQuoteWhatSystemdWouldReadOtherwise() {
    assertThat(unit("/opt/100 % \"b\\").text(true).lines())
        .contains(
            "WorkingDirectory=/opt/100 %% \"b\\",
            "Environment=\"HOLDFAST_HOME=/opt/100 %% \\\"b\\\\\"",
            "PIDFile=/opt/100 %% \"b\\/run/keeper.pid",
            "ExecStart=\"/srv/holdfast\" up --service \"--port\" \"8081\"");
  }

  @Test
  void shouldStartWithTheMachineAsRootAndWithTheUsersManagerElse() {
    assertThat(unit("/opt/a").text(true)).contains("WantedBy=multi-user.target");
    assertThat(unit("/opt/a").text(false))
        .contains("WantedBy=default.target")
        .doesNotContain("network.target");
  }

  @Test
  void shouldKnowTheUnitOfItsOwnHomeOnly() {
    String text = unit("/opt/100 %").text(false);

    assertThat(ServiceUnit.starts(home("/opt/100 %"), text)).isTrue();
    assertThat(ServiceUnit.starts(home("/opt/100"), text)).isFalse();
  }

  @Test
  void shouldRefuseAHomeThatWouldEndTheLine() {
    assertThatThrownBy(() -> unit("/opt/a\nExecStart=/bin/sh").text(true))
        .isInstanceOf(PlatformFailure.class)
        .hasMessageContaining("control characters");
  }

  private static ServiceUnit unit(String root) {
    return new ServiceUnit(
        home(root),
        Path.of("/srv/holdfast"),
        List.of("--port", "8081"),
        new LinkedHashMap<>(Map.of("HOLDFAST_HOME", root)));
  }

  private static Home home(String root) {
    return new Home(Path.of(root), Path.of("/srv/bin"));
  }
}
