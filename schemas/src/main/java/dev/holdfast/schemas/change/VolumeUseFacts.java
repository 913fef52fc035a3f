package dev.holdfast.schemas.change;

import java.util.List;

/** Which containers of a server mount volumes, whether they run or not. */
public record VolumeUseFacts(List<Use> all) {
  /** The name of the fact. */
  public static final String ALL = "mounted:all";

  public VolumeUseFacts {
    all = List.copyOf(all);
  }

  /**
   * A container that mounts something.
   *
   * @param stack that it belongs to; empty where it belongs to none
   * @param mounts the names of its volumes, and paths of the server
   */
  public record Use(String container, String stack, List<String> mounts) {
    public Use {
      mounts = List.copyOf(mounts);
    }
  }

  /**
   * The containers that mount a volume and do not belong to a stack, in the order of their names.
   */
  public List<String> others(String volume, String stack) {
    return all.stream()
        .filter(use -> use.mounts().contains(volume) && !use.stack().equals(stack))
        .map(Use::container)
        .sorted()
        .toList();
  }
}
