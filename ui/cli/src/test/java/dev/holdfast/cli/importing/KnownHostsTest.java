package dev.holdfast.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnownHostsTest {
  private static final String A =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  private static final String B =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEcHx2ZFH8kZIB6MPHlOe4bBl7mkPTGKKhfLyFHFDlmX";

  @TempDir private Path directory;

  private static KnownHosts.Known known(String text, String name, int port) {
    return KnownHosts.parse(text).of(List.of(name), port);
  }

  @Test
  void shouldMatchNamesPortsAndPatterns() {
    String text =
        "web-1,192.0.2.7 " + A + " comment\n[web-1]:2222,*.example.org,!x.example.org " + B;

    assertThat(known(text, "WEB-1", 22).hostKeys()).containsExactly(A);
    assertThat(known(text, "192.0.2.7", 22).hostKeys()).containsExactly(A);
    assertThat(known(text, "web-1", 2222).hostKeys()).containsExactly(B);
    assertThat(known(text, "a.example.org", 22).hostKeys()).containsExactly(B);
    assertThat(known(text, "x.example.org", 22).isEmpty()).isTrue();
  }

  @Test
  void shouldTakeLinesWithoutAPortWhereThereAreNoneOfThePort() {
    String text =
        "web-1,vm1 " + A + "\n[web-1]:2222 " + B + "\n@revoked web-3 " + A + "\n[web-3]:2 " + A;

    assertThat(known(text, "web-1", 2222).hostKeys()).containsExactly(B);
    assertThat(known(text, "web-1", 2223).hostKeys()).containsExactly(A);
    assertThat(known(text, "web-3", 2).isEmpty()).as("revoked on every port").isTrue();
    assertThat(KnownHosts.parse(text).ofAlias("VM1").hostKeys()).containsExactly(A);
    assertThat(KnownHosts.parse(text).ofAlias("web-2").isEmpty()).isTrue();
  }

  @Test
  void shouldMatchNamesThatSshKeygenHashed() throws Exception {
    Path file =
        Files.writeString(directory.resolve("hosts"), "web-1 " + A + "\n[web-2]:2222 " + B + "\n");
    keygen("-q", "-H", "-f", file.toString());
    String hashed = Files.readString(file);

    assertThat(hashed).doesNotContain("web-").startsWith("|1|");
    assertThat(known(hashed, "web-1", 22).hostKeys()).containsExactly(A);
    assertThat(known(hashed, "web-2", 2222).hostKeys()).containsExactly(B);
    assertThat(known(hashed, "web-2", 22).isEmpty()).isTrue();
  }

  @Test
  void shouldTellAuthoritiesAndRevokedKeysFromPinnedOnes() {
    String text = "web-1 " + A + "\n@cert-authority * " + B + "\n@revoked web-* " + A + "\n";

    KnownHosts.Known known = known(text, "web-1", 22);

    assertThat(known.authorities()).containsExactly(B);
    assertThat(known.hostKeys()).as("revoked").isEmpty();
    assertThat(known.revoked()).singleElement().asString().startsWith("SHA256:").hasSize(50);
    assertThat(known.lines()).containsExactly(1, 2, 3);
  }

  @Test
  void shouldSayWhichLinesItDoesNotUse() {
    String text =
        """
        # fine

        web-1
        @other web-1 %s
        web-1 ssh-dss AAAAB3NzaC1kc3MAAACB
        web-1 ssh-ed25519 !!!
        web-1 ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl
        |1|x|y %s
        |1| %s
        """
            .formatted(A, A, A);

    KnownHosts hosts = KnownHosts.parse(text);

    assertThat(hosts.notes()).hasSize(5);
    assertThat(hosts.notes().get(0)).startsWith("line 3: is not");
    assertThat(hosts.notes().get(1)).contains("'@other' is not a valid marker");
    assertThat(hosts.notes().get(2)).contains("ssh-dss are not used");
    assertThat(hosts.notes().get(3)).contains("damaged");
    assertThat(hosts.notes().get(4)).contains("line 7").contains("damaged");
    assertThat(hosts.of(List.of("web-1"), 22).isEmpty()).isTrue();
  }

  private static void keygen(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
  }
}
