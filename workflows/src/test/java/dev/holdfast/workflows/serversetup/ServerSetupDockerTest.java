package dev.holdfast.workflows.serversetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.DesiredState.Desired;
import dev.holdfast.schemas.change.DockerDaemonFile;
import dev.holdfast.schemas.change.DockerSettingsFacts;
import dev.holdfast.schemas.change.DockerSettingsFacts.Engine;
import dev.holdfast.schemas.change.DockerSettingsFacts.FileType;
import dev.holdfast.schemas.change.DockerSettingsFacts.Running;
import dev.holdfast.schemas.change.DockerSettingsResource.ConfigFile;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.serversetup.DockerInput;
import dev.holdfast.schemas.serversetup.PackageInput;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import dev.holdfast.workflows.KindsAlone;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSetupDockerTest {
  private static final DockerInput DEFAULTS = new DockerInput(64_000, "10m", 3, true);
  private static final List<String> FLAGS = List.of("/usr/sbin/dockerd", "-H", "fd://");
  private static final List<Running> RUNNING =
      List.of(new Running("web", "json-file"), new Running("api", "json-file 10m 3"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONE     | there is no Docker engine on this server; add its package",
        "PODMAN   | this server has Podman, which has no engine to set; leave docker out",
        "ROOTLESS | is rootless, and only one of root is set; leave docker out",
        "OTHER    | is not run as docker.service",
        "DOCKER   | does not run or does not answer",
      })
  void shouldRefuseWhatIsNoEngineThatCanBeSeenToWork(Engine engine, String why) {
    DockerSettingsFacts there = facts(engine, false, FileType.NONE, null, List.of(), false, null);

    assertThat(desired(there, List.of()).refusals())
        .singleElement()
        .asString()
        .startsWith("docker: ")
        .contains(why);
  }

  @Test
  void shouldWaitForAnEngineThatItsPackageBrings() {
    DockerSettingsFacts there =
        facts(Engine.NONE, false, FileType.NONE, null, List.of(), false, null);

    Desired desired = desired(there, List.of(PackageInput.installed("docker.io")));

    assertThat(desired.refusals()).isEmpty();
    assertThat(desired.groups().getLast().key()).isEqualTo("docker");
    assertThat(desired.groups().getLast().confirmWithinSeconds()).isPositive();
  }

  @Test
  void shouldRefuseWhatTheEngineWouldNotStartWith() {
    assertThat(refusals(List.of("/usr/sbin/dockerd", "--log-opt=max-size=1m", "--live-restore")))
        .satisfiesExactlyInAnyOrder(
            why -> assertThat(why).contains("is started with --log-opt", "docker.service"),
            why -> assertThat(why).contains("is started with --live-restore"));
    assertThat(refusals(List.of("/usr/sbin/dockerd", "--config-file=/srv/d.json")))
        .singleElement()
        .asString()
        .contains("--config-file=/srv/d.json", "reads another file");
    assertThat(refusals(FLAGS)).isEmpty();
  }

  @Test
  void shouldRefuseASwarmAndALimitUnderWhichNoContainerStarts() {
    assertThat(
            desired(
                    facts(Engine.DOCKER, true, FileType.NONE, null, FLAGS, true, 20_000L),
                    List.of())
                .refusals())
        .satisfiesExactly(
            why -> assertThat(why).contains("is a node of a swarm"),
            why -> assertThat(why).startsWith("docker.nofile: ").contains("64000", "20000"));
    assertThat(
            desired(
                    facts(Engine.DOCKER, true, FileType.NONE, null, FLAGS, false, 64_000L),
                    List.of())
                .refusals())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LINK  | is a symbolic link",
        "OTHER | is not a file",
        "LARGE | is larger than 64 KiB",
        "FILE  | is not JSON (line 1",
      })
  void shouldRefuseAFileThatItCannotRead(FileType type, String why) {
    ConfigFile file = type == FileType.FILE ? file("{\"mtu\": }") : null;

    assertThat(
            desired(facts(Engine.DOCKER, true, type, file, FLAGS, false, null), List.of())
                .refusals())
        .singleElement()
        .asString()
        .startsWith("docker: /etc/docker/daemon.json ")
        .contains(why);
  }

  @Test
  void shouldSayWhatContainersKeepWhereSomethingChanges() {
    assertThat(
            desired(facts(Engine.DOCKER, true, FileType.NONE, null, FLAGS, false, null), List.of())
                .notes())
        .containsExactly(
            "docker: these containers keep running, with their old limit of open files until they are restarted: api, web",
            "docker: these containers keep their old log settings until they are recreated: web");

    ConfigFile same =
        new ConfigFile(
            DockerDaemonFile.read(null).with(DEFAULTS.settings()).base64(), "root:root", "644");
    assertThat(
            desired(facts(Engine.DOCKER, true, FileType.FILE, same, FLAGS, false, null), List.of())
                .notes())
        .isEmpty();
  }

  @Test
  void shouldAskForNothingWhereNothingIsSaidOfTheEngine() {
    assertThat(new ServerSetupDesiredState().query(input(null, List.of())).kinds())
        .doesNotContainKey("docker-settings");
  }

  private static List<String> refusals(List<String> flags) {
    return desired(facts(Engine.DOCKER, true, FileType.NONE, null, flags, false, null), List.of())
        .refusals();
  }

  private static ConfigFile file(String text) {
    return new ConfigFile(
        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
        "root:root",
        "644");
  }

  private static DockerSettingsFacts facts(
      Engine engine,
      boolean answers,
      FileType type,
      @Nullable ConfigFile file,
      List<String> flags,
      boolean swarm,
      @Nullable Long most) {
    return new DockerSettingsFacts(
        engine, answers, type, file, flags, false, swarm, most, answers ? RUNNING : List.of());
  }

  private static ServerSetupInput input(@Nullable DockerInput docker, List<PackageInput> packages) {
    return new ServerSetupInput(
        List.of(), List.of(), List.of(), List.of(), packages, List.of(), List.of(), List.of(),
        docker);
  }

  private static Desired desired(DockerSettingsFacts there, List<PackageInput> packages) {
    Facts facts =
        KindsAlone.facts(
            Map.of(DockerSettingsFacts.class, Map.of(DockerSettingsFacts.NAME, there)));
    return new ServerSetupDesiredState()
        .desired(
            input(DEFAULTS, packages),
            facts,
            new Server("web-1", "192.0.2.1", 22, "root", "key", List.of(), Map.of(), null));
  }
}
