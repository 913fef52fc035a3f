package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts real engines beside the one that runs, each with its own files and, above all, its own
 * network namespace: a second engine takes the first one's bridge away. Its mounts end with it,
 * too.
 */
class DockerInstallationIT {

  private static final String PING = "GET /_ping HTTP/1.0\r\n\r\n";
  private static final String STATUS = "HTTP/1.0 200 OK";

  private final DockerInstallation installation =
      new DockerInstallation(
          new Machine(Consent.given(), LabProgress.silent()), LabProgress.silent());

  @BeforeAll
  static void installDocker() {
    DockerEngine.connect(Path.of("target", "lab-home"), Consent.of(false), System.err::println)
        .close();
  }

  @Test
  void shouldAnswerAndOutliveItsStarterWhenSpawned(@TempDir Path directory) throws Exception {
    Path socket = directory.resolve("socket");
    try {
      installation.spawn(directory.resolve("log"), dockerd(directory), () -> problem(socket));

      long engine = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
      List<String> session = new ArrayList<>();
      Program.run(List.of("ps", "-o", "sid=", "-p", Long.toString(engine)), Map.of(), session::add);
      List<String> mine = new ArrayList<>();
      Program.run(
          List.of("ps", "-o", "sid=", "-p", Long.toString(ProcessHandle.current().pid())),
          Map.of(),
          mine::add);
      assertThat(session).hasSize(1).isNotEqualTo(mine);
    } finally {
      stop(directory);
    }
  }

  @Test
  void shouldSayWhatIsWrongWhenTheStorageDriverDoesNotExist(@TempDir Path directory) {
    List<String> dockerd = new ArrayList<>(dockerd(directory));
    dockerd.addAll(List.of("--storage-driver", "nonesuch"));

    assertThatThrownBy(() ->
            installation.spawn(
                directory.resolve("log"), dockerd, () -> problem(directory.resolve("socket"))))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("/etc/docker/daemon.json")
        .hasMessageContaining("nonesuch");
  }

  private static List<String> dockerd(Path directory) {
    return List.of(
        "unshare",
        "--net",
        "--mount",
        "dockerd",
        "--host",
        "unix://" + directory.resolve("socket"),
        "--data-root",
        directory.resolve("data").toString(),
        "--exec-root",
        directory.resolve("run").toString(),
        "--pidfile",
        directory.resolve("pid").toString(),
        "--bridge=none",
        "--iptables=false",
        "--ip6tables=false");
  }

  private static @Nullable String problem(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(STATUS.length());
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // the status line may come in pieces
      }
      return new String(answer.array(), StandardCharsets.US_ASCII).equals(STATUS)
          ? null
          : "no status 200";
    } catch (IOException e) {
      return "no answer from " + socket;
    }
  }

  private static void stop(Path directory) throws Exception {
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    ProcessHandle engine = ProcessHandle.of(pid).orElseThrow();
    engine.destroy();
    engine.onExit().get(30, TimeUnit.SECONDS);
  }
}
