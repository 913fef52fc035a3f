package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.testing.LabTest;
import org.junit.jupiter.api.Test;

@LabTest(docker = true)
class DockerServersIT {

  private static final String RUN =
      """
      set -eu
      mkdir /tmp/tree && cd /tmp/tree
      cp --parents $(ldd /bin/cat | grep -o "/[^ ]*") /bin/cat .
      tar -c . | docker import - tree >/dev/null
      docker run --rm --read-only --cap-drop ALL --user 1001:1001 --memory 64m --pids-limit 20 \\
        --network none tree /bin/cat /proc/self/cgroup /proc/self/status
      docker rmi tree >/dev/null
      rm -r /tmp/tree
      """;

  private final Lab lab;
  private final LabServer server;

  DockerServersIT(Lab lab, LabServer server) {
    this.lab = lab;
    this.server = server;
  }

  @Test
  void shouldRunAHardenedContainerForTheLoginUserWhenBroughtUpWithDocker() {
    assertThat(server.name()).isEqualTo("docker-1");
    assertThat(onServer("docker info -f {{.Driver}}")).isEqualTo("overlay2");
    String group = onServer("sed -n 's/^[0-9]*:memory://p' /proc/1/cgroup");

    String said =
        lab.exec("docker-1", "runuser", "-u", server.user(), "--", "sh", "-c", RUN).orThrow();

    assertThat(said).contains("Uid:\t1001\t", "CapEff:\t0000000000000000");
    // Empty under control groups of version 2, where systemd keeps them within the server's.
    if (!group.isEmpty()) {
      assertThat(said).contains(":memory:" + group + "/engine/");
    }
  }

  @Test
  void shouldKeepTheEnginesDataOffTheServersOwnOverlayWhenBroughtUpWithDocker() {
    assertThat(onServer("findmnt -n -o TARGET --target /var/lib/docker/overlay2"))
        .isEqualTo("/var/lib/docker");
  }

  private String onServer(String script) {
    return lab.exec("docker-1", "sh", "-c", script).orThrow().strip();
  }
}
