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
 * @param runtime what is restored beside the files, each as {@code unit:NAME} (whether it runs and
 *     is enabled), {@code sysctl:KEY} (its value), {@code account:NAME} (how the user gets in) or
 *     {@code script:PATH} (the way back that the change leaves there before it changes anything)
 * @param active the units that have to be active when a new connection has proven to get in
 */
public record Guard(
    List<String> paths,
    List<String> units,
    List<Integer> portsBefore,
    List<Integer> portsAfter,
    List<String> runtime,
    List<String> active) {
  /** Of a change that cannot cut anybody off. */
  public static final Guard NONE = new Guard(List.of(), List.of(), List.of(), List.of());

  public Guard {
    paths = List.copyOf(paths);
    units = List.copyOf(units);
    portsBefore = List.copyOf(portsBefore);
    portsAfter = List.copyOf(portsAfter);
    runtime = List.copyOf(runtime);
    active = List.copyOf(active);
  }

  /** Of a change to nothing but files. */
  public Guard(
      List<String> paths, List<String> units, List<Integer> portsBefore, List<Integer> portsAfter) {
    this(paths, units, portsBefore, portsAfter, List.of(), List.of());
  }

  /** Of a change to something that is not in files alone. */
  public static Guard ofRuntime(List<String> paths, String runtime, List<String> active) {
    return new Guard(paths, List.of(), List.of(), List.of(), List.of(runtime), active);
  }

  /** Of a change that decides how a user gets in. */
  public static Guard ofAccount(String user) {
    return ofRuntime(List.of(), "account:" + user, List.of());
  }

  /** Of a change to a file that no service needs to be told of. */
  public static Guard ofFile(String path, String staged) {
    return new Guard(written(path, staged), List.of(), List.of(), List.of());
  }

  /**
   * The paths of a file that is staged under another name: what a change that died half-way has
   * left there goes with it.
   */
  public static List<String> written(String path, String staged) {
    return List.of(path, staged, staged + ".list");
  }

  public boolean isNone() {
    return paths.isEmpty() && runtime.isEmpty();
  }
}
