package dev.holdfast.workflows.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.ContainerNetworkResource;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.MountFacts;
import dev.holdfast.schemas.change.QuarantineFacts;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Exceptions;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import dev.holdfast.workflows.KindsAlone;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

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
        .containsExactly("/real/srv/in:/in:ro", "shop-rows:/data");
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

  @Test
  void shouldSayWhatNoContainerCanHave() {
    List<String> faults =
        StackFaults.of(
            stack(
                Map.of(
                    "a",
                        tool(
                            List.of("999.1.1.1:80:80"),
                            List.of("x:/data", "y:/data/", "z:/run", "u:/.."),
                            Map.of("KEY", "a\u0000b", "EUID", "secret://uid")),
                    "b", tool(List.of(), List.of(), Map.of("KEY", "\u20ac".repeat(30_001))))));

    assertThat(faults)
        .hasSize(7)
        .anySatisfy(fault -> assertThat(fault).contains("tools.a.ports", "999.1.1.1"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.a.volumes", "two of them"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.a.volumes", "/run is in memory"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.a.volumes", "u:/.. is not a path"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.a.command", "control character"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.a.environment", "EUID"))
        .anySatisfy(fault -> assertThat(fault).contains("tools.b.environment", "longer than"));
  }

  @Test
  void shouldRefuseAPathThatAnotherToolCouldMakeALink() {
    DeployStackInput nested =
        stack(
            Map.of(
                "api", tool(List.of(), List.of("/srv/app/in:/in:ro"), Map.of()),
                "web", tool(List.of(), List.of("/srv/app:/app"), Map.of())));
    Map<Class<? extends Record>, Map<String, Record>> found =
        Map.of(
            EngineFacts.class,
            Map.of(EngineFacts.ENGINE, new EngineFacts(true, null, List.of())),
            MountFacts.class,
            Map.of(
                "mount:/srv/app", new MountFacts("/srv/app", ""),
                "mount:/srv/app/in", new MountFacts("/srv/app/in", "")));

    assertThat(desired(nested, found).refusals())
        .singleElement()
        .asString()
        .contains("/srv/app/in lies in /srv/app, to which web may write");
  }

  @Test
  void shouldRefuseWhatTheServerSaysOfAPath() {
    DeployStackInput linked =
        stack(Map.of("web", tool(List.of(), List.of("/srv/a:/a", "/srv/b:/b"), Map.of())));
    Map<Class<? extends Record>, Map<String, Record>> found =
        Map.of(
            EngineFacts.class,
            Map.of(EngineFacts.ENGINE, new EngineFacts(true, null, List.of())),
            MountFacts.class,
            Map.of("mount:/srv/a", new MountFacts("/etc", "is, lies in or contains /etc")));

    assertThat(desired(linked, found).refusals())
        .hasSize(2)
        .anySatisfy(why -> assertThat(why).contains("/srv/a leads to /etc, which is, lies in"))
        .anySatisfy(why -> assertThat(why).contains("does not say where /srv/b leads"));
    assertThat(desired(linked, Map.of()).refusals())
        .singleElement()
        .asString()
        .contains("docker does not answer");
  }

  @Test
  void shouldRefuseToReplaceWhatIsInQuarantine() {
    DeployStackInput one = stack(Map.of("web", tool(List.of(), List.of(), Map.of())));
    Map<Class<? extends Record>, Map<String, Record>> found =
        Map.of(
            EngineFacts.class,
            Map.of(EngineFacts.ENGINE, new EngineFacts(true, null, List.of())),
            QuarantineFacts.class,
            Map.of(
                QuarantineFacts.ALL,
                new QuarantineFacts(Map.of(one.stack() + "-web", "odd", "other", "odd"))));

    assertThat(desired(one, found).refusals())
        .containsExactly(
            "the container %1$s-web is in quarantine (odd); release it first: ./holdfast containers release web-1 %1$s-web"
                .formatted(one.stack()));
  }

  @Test
  void shouldTellProxiesOnlyWhereTheyRunAsTheFileHasThem() {
    DeployStackInput input =
        stack(
            Map.of(
                "api", tool(List.of(), List.of("/srv/in:/in:ro"), Map.of()),
                "db", tool(List.of(), List.of("rows:/data"), Map.of()),
                "front", tool(List.of("81:81"), List.of(), Map.of()),
                "proxy",
                    proxy(Map.of("KEY", "secret://key"), "send $ADDRESS", "api", "db", "front")));
    List<ContainerResource> planned = new StackPlan(input).containers(UnaryOperator.identity());
    ContainerResource there =
        planned.stream().filter(one -> one.tool().equals("proxy")).findFirst().orElseThrow();
    there = there.withSecrets(new TreeMap<>(Map.of("KEY", "secret://key@3")));

    assertThat(tool(input, there, "api").proxies())
        .containsExactly(
            new ContainerResource.Proxy("shop-proxy", "shop-proxy.api", "send $ADDRESS"));
    assertThat(tool(input, there, "api").isReplacedWithoutGap()).isTrue();
    assertThat(tool(input, there, "db").proxies()).hasSize(1);
    assertThat(tool(input, there, "db").isReplacedWithoutGap()).isFalse();
    assertThat(tool(input, there, "front").proxies()).hasSize(1);
    assertThat(tool(input, there, "front").isReplacedWithoutGap()).isFalse();
    assertThat(tool(input, there, "proxy").proxies()).isEmpty();
    DeployStackInput other =
        stack(
            Map.of(
                "api", tool(List.of(), List.of(), Map.of()),
                "proxy", proxy(Map.of("NEW", "1"), "send $ADDRESS", "api")));
    assertThat(tool(other, there, "api").proxies()).isEmpty();
    assertThat(StackFaults.of(stack(Map.of("proxy", proxy(Map.of(), "send $ADDRESS")))))
        .singleElement()
        .asString()
        .contains("tools.proxy.switchBackend", "dependsOn");
  }

  /** A tool as it is planned where this proxy runs on the server. */
  private static ContainerResource tool(
      DeployStackInput input, ContainerResource proxy, String name) {
    return desired(
            input,
            Map.of(
                EngineFacts.class,
                Map.of(
                    EngineFacts.ENGINE,
                    new EngineFacts(true, null, List.of()),
                    proxy.subject(),
                    new EngineFacts(true, proxy, List.of("shop"))),
                MountFacts.class,
                Map.of("mount:/srv/in", new MountFacts("/srv/in", ""))))
        .groups()
        .stream()
        .flatMap(group -> group.resources().stream())
        .filter(ContainerResource.class::isInstance)
        .map(ContainerResource.class::cast)
        .filter(container -> container.tool().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Tool proxy(Map<String, String> environment, String command, String... sendsTo) {
    return new Tool(
        "sha256:" + "0".repeat(64),
        List.of(),
        environment,
        List.of("80:8080"),
        List.of(),
        null,
        List.of(sendsTo),
        command,
        512,
        0.5,
        200,
        new Exceptions(null, null, null, Map.of()));
  }

  private static DesiredState.Desired desired(
      DeployStackInput input, Map<Class<? extends Record>, Map<String, Record>> found) {
    return new DeployStackDesiredState()
        .desired(
            input,
            KindsAlone.facts(found),
            new Server("web-1", "10.0.0.1", 22, "debian", "k", List.of(), Map.of(), null));
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
        null,
        512,
        0.5,
        200,
        new Exceptions(null, null, null, Map.of()));
  }
}
