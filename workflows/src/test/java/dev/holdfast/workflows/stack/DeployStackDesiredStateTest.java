package dev.holdfast.workflows.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.ContainerNetworkResource;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Exceptions;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeployStackDesiredStateTest {
  private static final DeployStackInput SHOP =
      stack(
          Map.of(
              "api", tool(List.of(), List.of(), Map.of(), "data"),
              "data", tool(List.of(), List.of("rows:/data", "/srv/in:/in:ro"), Map.of()),
              "web", tool(List.of("80:8080"), List.of(), Map.of("KEY", "secret://key"), "api")));

  @Test
  void shouldStartEachToolAfterThoseThatItDependsOn() {
    assertThat(StackFaults.of(SHOP)).isEmpty();
    assertThat(containers())
        .extracting(ContainerResource::tool)
        .containsExactly("data", "api", "web");
  }

  @Test
  void shouldJoinOnlyToolsThatDependOnEachOther() {
    assertThat(new StackPlan(SHOP).networks())
        .containsExactlyInAnyOrder(
            new ContainerNetworkResource("shop-edge", "shop", false),
            new ContainerNetworkResource("shop-api.data", "shop", true),
            new ContainerNetworkResource("shop-web.api", "shop", true));
    assertThat(containers())
        .extracting(ContainerResource::networks)
        .containsExactly(
            List.of("shop-api.data"),
            List.of("shop-api.data", "shop-web.api"),
            List.of("shop-edge", "shop-web.api"));
  }

  @Test
  void shouldNameVolumesByTheirStackAndFollowThePathsOfTheServer() {
    assertThat(containers().getFirst().mounts())
        .containsExactly("shop-rows:/data", "/real/srv/in:/in:ro");
    assertThat(new StackPlan(SHOP).paths()).containsExactly("/srv/in");
    assertThat(new StackPlan(SHOP).volumes()).extracting("name").containsExactly("shop-rows");
  }

  @Test
  void shouldKeepReferencesToSecretsApartFromVariables() {
    ContainerResource web = containers().getLast();

    assertThat(web.environment()).isEmpty();
    assertThat(web.secrets()).containsExactly(Map.entry("KEY", "secret://key"));
    ContainerResource revealed = web.revealed(Map.of("KEY", "swordfish"));
    assertThat(revealed.environment()).containsEntry("KEY", "swordfish");
    assertThat(revealed).hasToString("container:shop-web");
    assertThat(revealed.concealed()).isEqualTo(web);
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() {
    assertThat(
            StackFaults.of(
                stack(
                    Map.of(
                        "a", tool(List.of("127.0.0.1:80:80"), List.of(), Map.of(), "b"),
                        "b", tool(List.of("80:90", "80:90/udp"), List.of(), Map.of(), "a"),
                        "c",
                            tool(
                                List.of("70000:1"),
                                List.of("x:/data", "y:/data:ro"),
                                Map.of("PATH", "secret://path"),
                                "none")))))
        .hasSize(7)
        .anySatisfy(fault -> assertThat(fault).contains("tools.a.dependsOn", "depends on itself"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.b.ports", "port 80", "of a"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.c.dependsOn", "no tool none"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.c.ports", "70000:1"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.c.volumes", "at /data"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.c.environment", "PATH"));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /bin",
    "/etc, /etc",
    "/etc/nginx/conf.d, /etc",
    "/home, /home/*/.*",
    "/home/ada, /home/*/.*",
    "/home/ada/.ssh/keys, /home/*/.*",
    "/home/ada/.bashrc, /home/*/.*",
    "/run, /run",
    "/run/dbus, /run",
    "/run/user/1000, /run",
    "/run/docker.sock, /run",
    "/var, /var/backups",
    "/var/lib/dpkg/info, /var/lib/dpkg",
    "/var/spool/at, /var/spool",
    "/var/lib/docker/volumes, /var/lib/docker",
  })
  void shouldForbidWhatIsOrLiesInOrContainsAForbiddenPath(String path, String forbidden) {
    assertThat(ForbiddenMounts.touchedBy(path)).contains(forbidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/srv", "/srv/etc", "/opt/data", "/home/ada/www", "/var/log", "/etcetera"})
  void shouldForbidNoOtherPath(String path) {
    assertThat(ForbiddenMounts.touchedBy(path)).isEmpty();
  }

  private static List<ContainerResource> containers() {
    UnaryOperator<String> resolved = path -> "/real" + path;
    return new StackPlan(SHOP).containers(resolved);
  }

  private static DeployStackInput stack(Map<String, Tool> tools) {
    return new DeployStackInput("shop", new TreeMap<>(tools));
  }

  private static Tool tool(
      List<String> ports,
      List<String> volumes,
      Map<String, String> environment,
      String... dependsOn) {
    return new Tool(
        "sha256:" + "0".repeat(64),
        List.of(),
        environment,
        ports,
        volumes,
        null,
        List.of(dependsOn),
        512,
        0.5,
        200,
        new Exceptions(null, null, null, Map.of()));
  }
}
