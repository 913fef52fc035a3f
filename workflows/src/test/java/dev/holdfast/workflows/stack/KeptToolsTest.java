package dev.holdfast.workflows.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.ContainerVolumeResource;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Names;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import dev.holdfast.workflows.KindsAlone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KeptToolsTest {
  private static final EngineFacts FOREIGN = new EngineFacts(true, null, List.of(""));

  @Test
  void shouldDeployWhatHasNoDataYet() {
    KeptTools kept = kept(stack(Names.STACK, false), Map.of());

    assertThat(kept.tools()).isEmpty();
    assertThat(kept.notes()).isEmpty();
  }

  @Test
  void shouldKeepAToolWhoseDataIsThereUnlessAsked() {
    Map<String, EngineFacts> there = Map.of("volume:siem-log-data", volume("siem-log-data"));

    assertThat(kept(stack(Names.STACK, false), there).tools()).containsExactly("log");
    assertThat(kept(stack(Names.STACK, false), there).notes())
        .containsExactly(
            "log is not deployed, because its data volume siem-log-data is there already; deploy it with --redeploy");
    assertThat(kept(stack(Names.STACK, true), there).tools()).isEmpty();
  }

  @Test
  void shouldNotCallWhatIsAsDesiredKept() {
    DeployStackInput input = stack(Names.STACK, false);
    Map<String, EngineFacts> there = new HashMap<>();
    there.put("volume:siem-log-data", volume("siem-log-data"));
    ContainerResource log =
        new StackPlan(input)
            .containers(UnaryOperator.identity()).stream()
                .filter(one -> one.tool().equals("log"))
                .findFirst()
                .orElseThrow();
    there.put(
        "container:siem-log",
        new EngineFacts(
            false,
            log.withSecrets(new TreeMap<>(Map.of("KEY", "secret://key@3"))),
            List.of("siem")));

    assertThat(kept(input, there).notes()).isEmpty();

    there.remove("container:siem-log");
    there.put("container:siem-log.new", new EngineFacts(false, null, List.of("siem")));
    assertThat(kept(input, there).notes()).as("half of a deployment").isEmpty();
  }

  @Test
  void shouldTakeOverTheDataOfAnExistingSetUpButNoMountOfAPath() {
    assertThat(kept(stack(Names.TOOL, true), Map.of("volume:log-data", FOREIGN)).adopted())
        .containsExactly("log-data");
    EngineFacts withOptions = new EngineFacts(true, null, List.of());
    assertThat(kept(stack(Names.TOOL, true), Map.of("volume:log-data", withOptions)).adopted())
        .isEmpty();
    assertThat(kept(stack(Names.STACK, true), Map.of("volume:siem-log-data", FOREIGN)).adopted())
        .isEmpty();
  }

  private static EngineFacts volume(String name) {
    return new EngineFacts(true, new ContainerVolumeResource(name, "siem"), List.of("siem"));
  }

  private static KeptTools kept(DeployStackInput input, Map<String, EngineFacts> there) {
    Facts facts = KindsAlone.facts(Map.of(EngineFacts.class, Map.copyOf(there)));
    return KeptTools.of(input, new StackPlan(input).containers(UnaryOperator.identity()), facts);
  }

  private static DeployStackInput stack(Names names, boolean redeploy) {
    return new DeployStackInput(
        "siem",
        new TreeMap<>(
            Map.of(
                "log", tool(Map.of("KEY", "secret://key"), "log-data:/data"),
                "web", tool(Map.of(), "rows:/data"))),
        names,
        redeploy);
  }

  private static Tool tool(Map<String, String> environment, String volume) {
    return new Tool(
        "sha256:" + "0".repeat(64),
        List.of(),
        environment,
        List.of(),
        List.of(volume),
        null,
        List.of(),
        null,
        512,
        0.5,
        200,
        new DeployStackInput.Exceptions(null, null, null, Map.of()));
  }
}
