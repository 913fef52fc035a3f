package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.transfer.TreePlan.Setting;
import dev.holdfast.activities.transfer.TreePlan.Writing;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.sync.SyncInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a directory is to be with what it is. */
final class TreeComparison {
  private final Tree there;
  private final SyncInput input;
  private final boolean root;
  private final Map<String, TreeEntry> present = new HashMap<>();

  /** Directories that something excluded is in. */
  private final Set<String> kept = new HashSet<>();

  private final Set<String> filled = new HashSet<>();
  private final List<TreeEntry> removals = new ArrayList<>();
  private final List<TreeEntry> directories = new ArrayList<>();
  private final List<Writing> files = new ArrayList<>();
  private final List<TreeEntry> links = new ArrayList<>();
  private final List<Setting> attributes = new ArrayList<>();
  private int replaced;
  private int unchanged;

  private TreeComparison(Tree there, SyncInput input, boolean root, Exclusions exclusions) {
    this.there = there;
    this.input = input;
    this.root = root;
    there.excluded().forEach(this::keep);
    Set<String> covered = new HashSet<>(there.excluded());
    there
        .entries()
        .values()
        .forEach(entry -> {
          filled.add(entry.parent());
          if (exclusions.cover(entry, covered)) {
            keep(entry.path());
          } else {
            present.put(entry.path(), entry);
          }
        });
  }

  private void keep(String excluded) {
    filled.add(parent(excluded));
    for (String at = parent(excluded); !at.isEmpty() && kept.add(at); ) {
      at = parent(at);
    }
  }

  /**
   * What has to be done.
   *
   * @param wanted in the order of the manifest
   * @param root whether it will be done as root
   * @throws SshException of type REFUSED where that cannot be done without harm
   */
  static TreePlan of(List<TreeEntry> wanted, Tree there, SyncInput input, boolean root) {
    Exclusions exclusions = new Exclusions(input.exclude());
    return new TreeComparison(there, input, root, exclusions).plan(wanted, exclusions);
  }

  private TreePlan plan(List<TreeEntry> wanted, Exclusions exclusions) {
    Set<String> expected = new HashSet<>();
    Set<String> covered = new HashSet<>();
    for (int index = 0; index < wanted.size(); index++) {
      TreeEntry entry = wanted.get(index);
      if (!exclusions.cover(entry, covered)) {
        if (there.excluded().contains(entry.path())) {
          throw refused(entry, "is excluded there and not here; exclude it, or remove it there");
        }
        expected.add(entry.path());
        compare(index, entry, present.get(entry.path()));
      }
    }
    if (input.delete()) {
      present.values().stream()
          .filter(entry -> !expected.contains(entry.path()) && !kept.contains(entry.path()))
          .forEach(removals::add);
    }
    refuseMountPoints();
    // A path sorts before what is below it.
    removals.sort(Comparator.comparing(TreeEntry::path).reversed());
    return new TreePlan(removals, replaced, directories, files, links, attributes, unchanged);
  }

  private void refuseMountPoints() {
    Stream.of(
            removals.stream(),
            links.stream(),
            files.stream().map(Writing::file).filter(file -> present.containsKey(file.path())))
        .flatMap(entries -> entries)
        .filter(entry -> there.mountPoints().contains(entry.path()))
        .findFirst()
        .ifPresent(entry -> {
          throw refused(entry, "is a mount point, which cannot be replaced or removed; exclude it");
        });
  }

  private void compare(int index, TreeEntry wanted, @Nullable TreeEntry is) {
    if (is != null && is.type() == wanted.type() && sameContent(wanted, is)) {
      set(wanted, is);
      return;
    }
    if (is != null && is.isDirectory() != wanted.isDirectory()) {
      makeRoom(wanted, is);
    }
    if (wanted.isDirectory()) {
      directories.add(wanted);
    } else if (wanted.isLink()) {
      links.add(wanted);
    } else {
      if (is != null && is.isFile() && !root && input.owner() == null) {
        refuseToTake(is);
      }
      files.add(new Writing(index, wanted, is != null && is.isFile() ? is : null));
    }
  }

  private boolean sameContent(TreeEntry wanted, TreeEntry is) {
    return switch (wanted.type()) {
      case 'd' -> true;
      case 'l' -> wanted.target().equals(is.target());
      default ->
          wanted.size() == is.size()
              && (input.checksum()
                  ? String.valueOf(wanted.sha256()).equals(is.sha256())
                  : wanted.modifiedAt() == is.modifiedAt());
    };
  }

  private void set(TreeEntry wanted, TreeEntry is) {
    // A directory's set-group-id is its server's own.
    int mask = wanted.isDirectory() ? 0777 : 07777;
    Setting setting =
        new Setting(
            wanted,
            !wanted.isLink() && wanted.mode() != (is.mode() & mask),
            !ownedAsAsked(is),
            wanted.isFile() && wanted.modifiedAt() != is.modifiedAt());
    if (setting.any()) {
      attributes.add(setting);
    } else {
      unchanged++;
    }
  }

  private boolean ownedAsAsked(TreeEntry is) {
    String owner = input.owner();
    if (owner == null) {
      return true;
    }
    String[] wanted = owner.split(":", 2);
    String[] names = is.owner().split(":", 2);
    String[] numbers = is.ids().split(":", 2);
    for (int part = 0; part < wanted.length; part++) {
      if (!TreeEntry.raw(wanted[part]).equals(names[part]) && !wanted[part].equals(numbers[part])) {
        return false;
      }
    }
    return true;
  }

  private void makeRoom(TreeEntry wanted, TreeEntry is) {
    if (is.isDirectory() && filled.contains(is.path())) {
      if (kept.contains(is.path())) {
        throw refused(is, "is a directory that holds something excluded; remove it first");
      }
      if (!input.delete()) {
        throw refused(is, "is a directory there and a file or link here; --delete replaces it");
      }
    }
    if (wanted.isDirectory() || is.isDirectory()) {
      replaced++;
      removals.add(is);
    }
  }

  private void refuseToTake(TreeEntry is) {
    if (!is.uid().equals(there.me().substring(0, there.me().indexOf(':')))) {
      throw refused(
          is, "belongs to " + is.owner() + ", which only root can keep; sync with --sudo");
    }
  }

  private SshException refused(TreeEntry entry, String why) {
    return new SshException(
        FailureType.REFUSED,
        "%s/%s %s".formatted(there.target(), TreeEntry.shown(entry.path()), why).replace('\n', '?'),
        null);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
