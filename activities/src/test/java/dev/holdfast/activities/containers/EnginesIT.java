package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Event;
import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ways to an engine, on a server that has one. */
@LabTest(docker = true)
final class EnginesIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private final Ssh ssh;
  private final Engines engines;

  EnginesIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
    this.ssh = LabFixture.ssh(labServer);
    this.engines = new Engines(ssh);
  }

  @AfterEach
  void close() {
    ssh.close();
  }

  @Test
  void shouldSpeakToTheEngineOverOneConnectionWithMoreRequestsThanSessionsAreAllowed()
      throws Exception {
    String session = said("echo $PPID");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> versions =
          IntStream.range(0, 20).mapToObj(_ -> threads.submit(() -> version(server))).toList();
      for (Future<String> version : versions) {
        assertThat(version.get()).startsWith("20.10.");
      }
    }
    assertThatThrownBy(() ->
            engines.use(
                server,
                LIMIT,
                EnginesIT::alive,
                engine -> engine.client().inspectContainerCmd("nope").exec()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("No such container: nope");
    assertThat(said("echo $PPID")).isEqualTo(session);
  }

  @Test
  void shouldEndWhatIsStreamedAndLeaveTheConnectionToOthersWhenGivenUp() throws Exception {
    String session = said("echo $PPID");
    CountDownLatch begun = new CountDownLatch(1);
    RuntimeException cancelled = new RuntimeException("cancelled");

    // On a virtual thread, as activities are.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> streaming =
          threads.submit(() ->
              engines.use(
                  server,
                  LIMIT,
                  () -> {
                    if (begun.getCount() == 0) {
                      throw cancelled;
                    }
                  },
                  engine -> {
                    var silent = new ResultCallback.Adapter<Event>();
                    engine.client().eventsCmd().exec(silent);
                    begun.countDown();
                    try {
                      silent.awaitCompletion();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                    return 0;
                  }));
      assertThatThrownBy(streaming::get).hasCause(cancelled);
    }

    assertThat(said("echo $PPID")).isEqualTo(session);
  }

  @Test
  void shouldGoThroughTheEnginesOwnClientWhenTheSocketCannotBeReached() {
    // A login user who may not open it needs root, one whose sshd forwards nothing does not.
    onServer("chgrp root /run/docker.sock");
    try {
      assertThat(version(server)).startsWith("20.10.");
    } finally {
      onServer("chgrp docker /run/docker.sock");
    }
    String config = "/etc/ssh/sshd_config.d/zz-no-forwarding.conf";
    onServer("echo 'AllowStreamLocalForwarding no' >%s; systemctl restart ssh".formatted(config));
    try (Ssh fresh = LabFixture.ssh(labServer)) {
      Engines blocked = new Engines(fresh);
      String version =
          blocked.use(
              server,
              LIMIT,
              EnginesIT::alive,
              engine -> engine.client().versionCmd().exec().getVersion());
      assertThat(version).startsWith("20.10.");
      assertThatThrownBy(() ->
              fresh.socket(
                  server,
                  Engines.SOCKET,
                  _ -> {
                    throw new AssertionError("begun");
                  }))
          .isInstanceOfSatisfying(
              SshException.class,
              e -> {
                assertThat(e.type()).isEqualTo(FailureType.NO_SOCKET);
                assertThat(e.isBeforeStart()).isTrue();
              });
    } finally {
      onServer("rm %s; systemctl restart ssh".formatted(config));
    }
  }

  @Test
  void shouldSayWhatToDoWhenTheEngineIsStoppedOrThereIsNone() {
    onServer("systemctl stop docker.socket docker");
    try {
      assertThatThrownBy(() -> version(server))
          .isInstanceOf(SshException.class)
          .hasMessageContaining(
              "has a Docker engine that is stopped. Start it: ./holdfast exec docker-1");
      onServer("mv /usr/sbin/dockerd /usr/sbin/dockerd.away");
      assertThatThrownBy(() -> version(server))
          .isInstanceOf(SshException.class)
          .hasMessageContaining("has no Docker engine. Install one there");
    } finally {
      onServer("test -e /usr/sbin/dockerd || mv /usr/sbin/dockerd.away /usr/sbin/dockerd");
      onServer("systemctl start docker.socket docker");
    }
  }

  private static void alive() {
    // Nobody gives it up.
  }

  private String version(Server of) {
    return engines.use(
        of, LIMIT, EnginesIT::alive, engine -> engine.client().versionCmd().exec().getVersion());
  }

  private String said(String line) {
    return ssh.exec(server, new Command(line, "", false, LIMIT, 1 << 10)).stdout();
  }

  private void onServer(String script) {
    var _ = lab.exec(labServer.name(), "sh", "-c", script).orThrow();
  }
}
