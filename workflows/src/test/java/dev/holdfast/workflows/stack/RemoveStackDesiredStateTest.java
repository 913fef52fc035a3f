package dev.holdfast.workflows.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.ContainerNetworkResource;
import dev.holdfast.schemas.change.ContainerVolumeResource;
import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.QuarantineFacts;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.StackFacts;
import dev.holdfast.schemas.change.VolumeUseFacts;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Exceptions;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import dev.holdfast.schemas.stack.remove.RemoveStackInput;
import dev.holdfast.workflows.KindsAlone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoveStackDesiredStateTest {
  private static final StackPlan SHOP =
      new StackPlan(
          new DeployStackInput(
              "shop",
              new TreeMap<>(
                  Map.of(
                      "api", tool("data"), "data", tool(), "web", tool("api"), "alone", tool()))));

  @Test
  void shouldRemoveDependentsFirstThenNetworksAndKeepVolumes() {
    DesiredState.Desired desired = desired(false, all(), Map.of());

    assertThat(desired.refusals()).isEmpty();
    List<String> tools = subjects(desired.groups().getFirst());
    assertThat(tools).hasSize(4);
    assertThat(tools.indexOf("container:shop-web")).isLessThan(tools.indexOf("container:shop-api"));
    assertThat(tools.indexOf("container:shop-api"))
        .isLessThan(tools.indexOf("container:shop-data"));
    assertThat(subjects(desired.groups().getLast())).containsExactly("network:shop-web.api");
    assertThat(desired.notes()).singleElement().asString().contains("shop-rows", "--volumes");
  }

  @Test
  void shouldRemoveVolumesWhenAsked() {
    DesiredState.Desired desired = desired(true, all(), Map.of());

    assertThat(desired.notes()).isEmpty();
    assertThat(subjects(desired.groups().getLast()))
        .containsExactlyInAnyOrder("network:shop-web.api", "volume:shop-rows");
  }

  @Test
  void shouldRefuseTheWholeWhereOnePartCouldNotBeMadeAgain() {
    Map<String, EngineFacts> there = all();
    there.put("container:shop-odd", new EngineFacts(true, null, List.of("shop")));

    assertThat(desired(false, there, Map.of("shop-web", "odd")).refusals())
        .hasSize(2)
        .anySatisfy(why -> assertThat(why).contains("shop-odd is of another version"))
        .anySatisfy(why -> assertThat(why).contains("shop-web is in quarantine (odd)"));
    assertThat(desired(false, null, Map.of()).refusals())
        .singleElement()
        .asString()
        .contains("docker does not answer");
  }

  @Test
  void shouldRefuseVolumesThatOthersMountUnlessTheyStay() {
    Map<Class<? extends Record>, Map<String, Record>> found = found(all(), Map.of());
    found.put(
        VolumeUseFacts.class,
        Map.of(
            VolumeUseFacts.ALL,
            new VolumeUseFacts(
                List.of(
                    new VolumeUseFacts.Use("shop-data", "shop", List.of("shop-rows")),
                    new VolumeUseFacts.Use("copy", "", List.of("/srv", "shop-rows")),
                    new VolumeUseFacts.Use("other", "blog", List.of("shop-rows.old"))))));

    assertThat(desired(true, found).refusals())
        .containsExactly(
            "the volume shop-rows is mounted by copy, which the stack does not have; remove that first, or leave --volumes out");
    assertThat(desired(false, found).refusals()).isEmpty();
  }

  private static Map<String, EngineFacts> all() {
    List<Resource> resources = new ArrayList<>(SHOP.containers(UnaryOperator.identity()));
    resources.add(new ContainerNetworkResource("shop-web.api", "shop", true));
    resources.add(new ContainerVolumeResource("shop-rows", "shop"));
    Map<String, EngineFacts> there = new HashMap<>();
    resources.forEach(one -> there.put(one.subject(), new EngineFacts(true, one, List.of("shop"))));
    return there;
  }

  private static List<String> subjects(DesiredState.Group group) {
    return group.resources().stream().map(Resource::subject).toList();
  }

  private static DesiredState.Desired desired(
      boolean volumes, @Nullable Map<String, EngineFacts> there, Map<String, String> quarantined) {
    return desired(volumes, found(there, quarantined));
  }

  private static Map<Class<? extends Record>, Map<String, Record>> found(
      @Nullable Map<String, EngineFacts> there, Map<String, String> quarantined) {
    Map<Class<? extends Record>, Map<String, Record>> found = new HashMap<>();
    if (there != null) {
      found.put(EngineFacts.class, new HashMap<>(there));
      found.put(
          StackFacts.class,
          Map.of(StackFacts.of("shop"), new StackFacts(there.keySet().stream().sorted().toList())));
      found.put(
          QuarantineFacts.class, Map.of(QuarantineFacts.ALL, new QuarantineFacts(quarantined)));
    }
    return found;
  }

  private static DesiredState.Desired desired(
      boolean volumes, Map<Class<? extends Record>, Map<String, Record>> found) {
    return new RemoveStackDesiredState()
        .desired(
            new RemoveStackInput("shop", volumes),
            KindsAlone.facts(found),
            new Server("web-1", "10.0.0.1", 22, "debian", "k", List.of(), Map.of(), null));
  }

  private static Tool tool(String... dependsOn) {
    return new Tool(
        "sha256:" + "0".repeat(64),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        null,
        List.of(dependsOn),
        null,
        512,
        0.5,
        200,
        new Exceptions(null, null, null, Map.of()));
  }
}
