package dev.holdfast.activities.transfer;

import dev.holdfast.schemas.sync.SyncActivities.Differences;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done so that a directory is what it is to be.
 *
 * @param removals what goes, children before their directories
 * @param replaced how many of them make room for something else
 * @param directories that are made, parents first
 * @param files whose content is written
 * @param attributes what keeps its content
 */
record TreePlan(
    List<TreeEntry> removals,
    int replaced,
    List<TreeEntry> directories,
    List<Writing> files,
    List<TreeEntry> links,
    List<Setting> attributes,
    int unchanged) {

  /**
   * A file to be written.
   *
   * @param index in the manifest; its name on the way
   * @param over the file that it replaces
   */
  record Writing(int index, TreeEntry file, @Nullable TreeEntry over) {}

  /** Mode, owner or time to be set. */
  record Setting(TreeEntry wanted, boolean mode, boolean owner, boolean time) {

    boolean any() {
      return mode || owner || time;
    }

    String words() {
      return (mode ? " (mode %o)".formatted(wanted.mode()) : "")
          + (owner ? " (owner)" : "")
          + (time ? " (time)" : "");
    }
  }

  boolean isEmpty() {
    return differences().count() == 0;
  }

  long bytes() {
    return files.stream().mapToLong(writing -> writing.file().size()).sum();
  }

  Differences differences() {
    return new Differences(
        files.size(),
        links.size(),
        directories.size(),
        removals.size() - replaced,
        attributes.size(),
        unchanged,
        bytes());
  }

  /** The first changes for people, one a line. */
  List<String> lines(int most) {
    List<String> lines = new ArrayList<>();
    Consumer<String> say =
        line -> {
          if (lines.size() < most) {
            lines.add(TreeEntry.shown(line).replace("\n", "\\n"));
          }
        };
    removals.forEach(entry -> say.accept("- " + entry.path() + (entry.isDirectory() ? "/" : "")));
    directories.forEach(entry -> say.accept("+ " + entry.path() + "/"));
    files.forEach(writing ->
        say.accept(
            (writing.over() == null ? "+ " : "~ ")
                + writing.file().path()
                + " ("
                + writing.file().size()
                + " bytes)"));
    links.forEach(entry -> say.accept("+ " + entry.path() + " -> " + entry.target()));
    attributes.forEach(setting -> say.accept("~ " + setting.wanted().path() + setting.words()));
    int count = differences().count() + replaced;
    if (count > most) {
      lines.add("… and %d more".formatted(count - most));
    }
    return lines;
  }
}
