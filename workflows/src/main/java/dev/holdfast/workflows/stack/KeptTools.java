package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tools stay as they are, because their data is on the server and nobody has asked for them
 * to be deployed anew.
 *
 * @param tools their names
 * @param adopted the volumes on the server that others have made for the data of tools
 * @param notes which stay, and why, for people
 */
record KeptTools(Set<String> tools, Set<String> adopted, List<String> notes) {

  /**
   * @param containers of all tools, with the paths to which links on the server lead
   */
  static KeptTools of(DeployStackInput input, List<ContainerResource> containers, Facts facts) {
    KeptTools kept = new KeptTools(new HashSet<>(), new HashSet<>(), new ArrayList<>());
    for (ContainerResource container : containers) {
      String data = input.dataVolume(container.tool());
      EngineFacts volume = data == null ? null : find(facts, "volume:" + input.volume(data));
      if (data == null || volume == null) {
        continue;
      }
      if (input.names() == Names.TOOL && isPlain(volume)) {
        kept.adopted.add(input.volume(data));
      }
      if (!input.redeploy() && !isBegun(container, facts) && !isInPlace(container, facts)) {
        kept.tools.add(container.tool());
        kept.notes.add(
            "%s is not deployed, because its data volume %s is there already; deploy it with --redeploy"
                .formatted(container.tool(), input.volume(data)));
      }
    }
    return kept;
  }

  /** The containers of the tools that are deployed. */
  List<ContainerResource> others(List<ContainerResource> containers) {
    return containers.stream().filter(one -> !tools.contains(one.tool())).toList();
  }

  /** An ordinary volume that no stack has made: one with options may be any path of the server. */
  private static boolean isPlain(EngineFacts volume) {
    return volume.spec() == null && volume.isOf("");
  }

  /** Whether it is half of a deployment, which is to be completed. */
  private static boolean isBegun(ContainerResource desired, Facts facts) {
    return Stream.of(EngineFacts.unproven(desired.name()), EngineFacts.proven(desired.name()))
        .anyMatch(name -> find(facts, "container:" + name) != null);
  }

  /** Whether it is as desired, but for what is started again without a new version. */
  static boolean isInPlace(ContainerResource desired, Facts facts) {
    EngineFacts there = find(facts, desired.subject());
    return there != null
        && there.spec() instanceof ContainerResource now
        && unversioned(now).equals(unversioned(desired));
  }

  /** With secrets of any version, and whatever stands before it. */
  private static Resource unversioned(ContainerResource container) {
    SortedMap<String, String> secrets = new TreeMap<>(container.secrets());
    secrets.replaceAll((name, reference) -> reference.replaceFirst("@[0-9]+$", ""));
    return container.withSecrets(secrets).behind(List.of());
  }

  private static @Nullable EngineFacts find(Facts facts, String name) {
    return facts.kinds().find(EngineFacts.class, name);
  }
}
