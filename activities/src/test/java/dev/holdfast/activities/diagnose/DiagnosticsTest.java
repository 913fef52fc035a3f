package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Servers of which not even an sshd is there. */
class DiagnosticsTest {

  @Test
  void shouldSayThatANameHasNoAddress() {
    Diagnosis diagnosis = diagnose("no-such-host.invalid", 22);

    assertThat(finding(diagnosis, "network/dns").level()).isEqualTo(Level.PROBLEM);
    assertThat(finding(diagnosis, "network/dns").summary()).contains("no-such-host.invalid");
    restIsSkipped(diagnosis, 1);
  }

  @Test
  void shouldSayThatAPortIsClosed() throws IOException {
    int port;
    try (ServerSocket socket = listener()) {
      port = socket.getLocalPort();
    }

    Diagnosis diagnosis = diagnose("127.0.0.1", port);

    assertThat(finding(diagnosis, "network/dns").level()).isEqualTo(Level.OK);
    assertThat(finding(diagnosis, "network/tcp").level()).isEqualTo(Level.PROBLEM);
    assertThat(finding(diagnosis, "network/tcp").summary()).contains("refuses connections");
    restIsSkipped(diagnosis, 2);
  }

  @Test
  void shouldSayThatAWebServerAnswers() throws IOException {
    try (ServerSocket socket = listener()) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket client = socket.accept()) {
              // As web servers do, it says nothing before it is spoken to.
              int spoken = client.getInputStream().read();
              assertThat(spoken).isEqualTo('S');
              client
                  .getOutputStream()
                  .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });

      Diagnosis diagnosis = diagnose("127.0.0.1", socket.getLocalPort());

      assertThat(finding(diagnosis, "network/tcp").level()).isEqualTo(Level.OK);
      assertThat(finding(diagnosis, "ssh/banner").summary())
          .isEqualTo("a web server answers there, not SSH: HTTP/1.1 400 Bad Request");
      restIsSkipped(diagnosis, 3);
    }
  }

  @Test
  void shouldSayThatNothingComes() throws IOException {
    try (ServerSocket silent = listener()) {
      Diagnosis diagnosis = diagnose("127.0.0.1", silent.getLocalPort());

      assertThat(finding(diagnosis, "network/tcp").level()).isEqualTo(Level.OK);
      assertThat(finding(diagnosis, "ssh/banner").summary()).contains("nothing comes");
      assertThat(diagnosis.durationMillis()).isLessThan(10_000);
      restIsSkipped(diagnosis, 3);
    }
  }

  @Test
  void shouldRefuseAServerThatIsNotRegistered() {
    Diagnostics diagnostics = diagnostics(Optional.empty());

    assertThatThrownBy(() -> diagnostics.diagnose(new DiagnosisRequest("web-9", null)))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("web-9");
  }

  private static void restIsSkipped(Diagnosis diagnosis, int from) {
    assertThat(diagnosis.findings()).hasSizeGreaterThan(20);
    assertThat(diagnosis.findings().subList(from, diagnosis.findings().size()))
        .allMatch(f -> f.level() == Level.SKIPPED && f.summary().contains("because of"));
  }

  private static Finding finding(Diagnosis diagnosis, String check) {
    return diagnosis.findings().stream()
        .filter(f -> f.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
  }

  private static Diagnosis diagnose(String address, int port) {
    Server server = new Server("web-1", address, port, "admin", "key", List.of(), Map.of(), null);
    return diagnostics(Optional.of(server)).diagnose(new DiagnosisRequest("web-1", null));
  }

  private static Diagnostics diagnostics(Optional<Server> server) {
    return new Diagnostics(
        _ -> server,
        () ->
            new SshjSsh(_ -> {
              throw new SshException(FailureType.AUTHENTICATION, "there is no key", null);
            }),
        Map.of("sshj", OfferedAlgorithms.byKind()),
        Optional.empty());
  }
}
