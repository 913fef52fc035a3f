package dev.holdfast.cli.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.Terminal;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written for ssh is what ssh reads, asked of itself. */
final class SshConfigurationTest {
  @TempDir private Path runtime;

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,deploy",
    "web_1,svc@corp.example",
    "fe80::1%lo,CORP\\svc",
    "2001:db8::7,Deploy",
    "192.0.2.7,host$"
  })
  void shouldBeReadByOpenSshAsItIsMeant(String address, String user) throws Exception {
    Target target =
        new Target(
            "web-1", address, 2222, user, "", List.of(), List.of(), List.of(), List.of(),
            List.of());
    var surroundings =
        new Surroundings(
            Map.of("XDG_RUNTIME_DIR", runtime.toString()),
            Terminal.NONE,
            InputStream.nullInputStream());
    PrivateDirectory directory = PrivateDirectory.create(surroundings);
    Path file = runtime.resolve("config");
    Files.writeString(file, new SshConfiguration(directory).text(List.of(target)));
    directory.close();

    Process ssh =
        new ProcessBuilder("ssh", "-G", "-F", file.toString(), "web-1")
            .redirectErrorStream(true)
            .start();
    String answer = new String(ssh.getInputStream().readAllBytes(), UTF_8);

    assertThat(ssh.waitFor()).as(answer.replace("%", "%%")).isZero();
    assertThat(answer.lines()).contains("hostname " + address, "user " + user, "port 2222");
  }
}
