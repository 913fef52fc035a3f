package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerInstallationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          failed to create NAT chain DOCKER: iptables failed: table does not exist  | iptables-legacy
          error initializing graphdriver: driver not supported                      | storage-driver
          Devices cgroup isn't mounted                                              | cgroupfs-mount
          mount: operation not permitted                                            | DOCKER_HOST
          """)
  void shouldSayWhatToDoWhenTheLogTells(String complaint, String advice, @TempDir Path directory)
      throws Exception {
    Path log = Files.writeString(directory.resolve("log"), "starting\n" + complaint + "\n");

    assertThat(DockerInstallation.reason(log)).contains(advice).contains(complaint);
  }

  @Test
  void shouldFailWithItsLastWordsWhenTheEngineDies(@TempDir Path directory) {
    Path log = directory.resolve("log");
    DockerInstallation installation =
        new DockerInstallation(
            new Machine(Consent.given(), LabProgress.silent()), LabProgress.silent());

    assertThatThrownBy(() ->
            installation.spawn(
                log, List.of("sh", "-c", "echo no iptables here; exit 1"), () -> "no socket"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no socket")
        .hasMessageContaining("no iptables here");
  }
}
