package dev.holdfast.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.platform.Keeper;
import dev.holdfast.standalone.service.ServiceUnit;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The service's unit and the platform's parent under a real systemd; the platform itself is a shell
 * with one part, because a second real one would not fit beside the tests'.
 */
@LabTest
final class InstalledServiceIT {
  private static final String ROOT = "/opt/hold fast 100%";

  /** As the launcher does it: the parent in a session of its own, its process id in a file. */
  private static final String LAUNCHER =
      """
      #!/bin/sh
      [ "$1 $2 $3 $4" = "up --service --port 8081" ] || exit 2
      cd "$HOLDFAST_HOME/run" || exit 1
      running=$(cat platform.pid 2>/dev/null)
      kill -0 "${running:-0}" 2>/dev/null && [ -n "$running" ] || running=0
      setsid sh ./keep.sh "$PWD/platform.json" "$running" ./platform </dev/null >>log 2>&1 &
      echo $! >keeper.pid
      until [ -s platform.json ]; do sleep 0.1; done
      """;

  private static final String PLATFORM =
      """
      #!/bin/sh
      kill -0 "$(cat part.pid 2>/dev/null)" 2>/dev/null || { setsid sleep 7200 & echo $! >part.pid; }
      echo $$ >platform.pid
      printf '{"pid" : %s, "readyAt" : 1}' $$ >platform.json
      exec sleep 7200
      """;

  private final Lab lab;

  InstalledServiceIT(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void install() throws Exception {
    Home home = new Home(Path.of(ROOT), Path.of(ROOT, "bin"));
    ServiceUnit unit =
        new ServiceUnit(
            home,
            Path.of(ROOT, "holdfast"),
            List.of("--port", "8081"),
            new LinkedHashMap<>(Map.of("HOLDFAST_HOME", ROOT)));
    on("mkdir -p run");
    put("holdfast", LAUNCHER);
    put("run/platform", PLATFORM);
    try (InputStream script =
        Objects.requireNonNull(Keeper.class.getResourceAsStream("keep.sh"), "keep.sh")) {
      put("run/keep.sh", new String(script.readAllBytes(), UTF_8));
    }
    put("unit", unit.text(true));
    on(
        "install -m 0644 unit /etc/systemd/system/"
            + ServiceUnit.NAME
            + "; systemctl daemon-reload");
  }

  @AfterEach
  void remove() {
    on("systemctl disable -q --now holdfast; rm /etc/systemd/system/" + ServiceUnit.NAME);
    on("systemctl daemon-reload; kill $(cat run/part.pid); rm -rf run/*");
  }

  @Test
  void shouldKeepEverythingRunningWhenTheParentIsKilledAndStopOnlyWhenTold() {
    assertThat(on("systemd-analyze verify " + ServiceUnit.NAME + " 2>&1")).isEmpty();
    on("systemctl enable -q --now holdfast");
    String platform = on("cat run/platform.pid");
    String part = on("cat run/part.pid");
    String parent = parent();

    on("kill -9 " + parent);
    await("systemctl -q is-active holdfast && [ $(" + PARENT + ") != " + parent + " ]");

    assertThat(on("cat run/platform.pid")).as("adopted").isEqualTo(platform);
    on("kill -9 " + platform);
    await("[ $(cat run/platform.pid) != " + platform + " ]");
    assertThat(on("cat run/part.pid")).as("adopted").isEqualTo(part);

    on("kill -9 " + parent());
    await("systemctl -q is-active holdfast && kill -0 $(" + PARENT + ")");
    // As `holdfast down` does, and `systemctl stop`: nothing starts it again.
    on("kill " + parent());
    await("[ $(systemctl is-active holdfast) = inactive ]");
    assertThat(on("kill -0 $(cat run/platform.pid) 2>&1 || echo gone")).contains("gone");
    assertThat(on("kill -0 " + part + " && echo runs"))
        .as("the platform's own business")
        .contains("runs");
  }

  private static final String PARENT = "systemctl show -P MainPID holdfast";

  private String parent() {
    String parent = on(PARENT);
    assertThat(parent).isEqualTo(on("cat run/keeper.pid")).isNotEqualTo("0");
    return parent;
  }

  private void put(String file, String content) {
    String encoded = Base64.getEncoder().encodeToString(content.getBytes(UTF_8));
    on("echo " + encoded + " | base64 -d >" + file + "; chmod +x " + file);
  }

  private void await(String condition) {
    on("timeout 30 sh -c 'until " + condition + "; do sleep 0.1; done'");
  }

  private String on(String script) {
    return lab.exec("lab-1", "sh", "-c", "mkdir -p '" + ROOT + "'; cd '" + ROOT + "'; " + script)
        .orThrow()
        .strip();
  }
}
