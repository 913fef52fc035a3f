package dev.holdfast.activities.resource;

import java.util.List;

/**
 * What the engine needs to revert a change that could cut us off, as data: a change with a guard is
 * commit-confirmed.
 *
 * @param paths files and directories that are restored by a revert
 * @param units reloaded after a restore
 * @param portsBefore on which sshd listened before the change; empty where it does not say
 * @param portsAfter on which it listens then
 */
public record Guard(
    List<String> paths, List<String> units, List<Integer> portsBefore, List<Integer> portsAfter) {
  /** Of a change that cannot cut anybody off. */
  public static final Guard NONE = new Guard(List.of(), List.of(), List.of(), List.of());

  public Guard {
    paths = List.copyOf(paths);
    units = List.copyOf(units);
    portsBefore = List.copyOf(portsBefore);
    portsAfter = List.copyOf(portsAfter);
  }

  /** Of a change to files that no service needs to be told of. */
  public static Guard ofFile(String path) {
    return new Guard(List.of(path), List.of(), List.of(), List.of());
  }

  public boolean isNone() {
    return paths.isEmpty();
  }
}
