package dev.holdfast.activities.change;

import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.revert.CommitConfirmed.Armed;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.Resource.Sshd.ConfigFile;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a group of changes means for the server: a script, and what to take back. */
record GroupChange(Plan.Group group) {
  private static final Duration PACKAGES_TIMEOUT = Duration.ofMinutes(30);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  boolean commitConfirmed() {
    return group.confirmWithinSeconds() > 0;
  }

  Entry entry(Step step) {
    boolean packages =
        group.changes().stream().anyMatch(change -> change.desired() instanceof Resource.Packages);
    return new Entry(step, script(), packages ? PACKAGES_TIMEOUT : TIMEOUT);
  }

  Armed armed(Step step) {
    List<String> paths = new ArrayList<>();
    TreeSet<String> units = new TreeSet<>();
    for (Resource.Sshd sshd : sshd()) {
      sshd.files().stream().map(ConfigFile::path).forEach(paths::add);
      units.add(sshd.unit());
    }
    return new Armed(
        step,
        paths,
        List.copyOf(units),
        script(),
        Duration.ofSeconds(group.confirmWithinSeconds()));
  }

  private String script() {
    return Fragments.script(group.changes().stream().map(Handlers::fragment).toList());
  }

  /** The changes with these ids. */
  List<Change> changes(List<String> ids) {
    return group.changes().stream().filter(change -> ids.contains(change.id())).toList();
  }

  /**
   * Where the server is to be reached once the group is in place: the registered port first, unless
   * it is one that sshd gives up.
   */
  List<Integer> portsAfter(int registered) {
    for (Change change : group.changes()) {
      if (change.desired() instanceof Resource.Sshd after
          && change.before() instanceof Resource.Sshd before) {
        List<Integer> now = ports(after);
        if (!now.isEmpty() && !now.contains(registered) && ports(before).contains(registered)) {
          return now;
        }
      }
    }
    return List.of(registered);
  }

  private List<Resource.Sshd> sshd() {
    return group.changes().stream()
        .map(Change::desired)
        .filter(Resource.Sshd.class::isInstance)
        .map(Resource.Sshd.class::cast)
        .toList();
  }

  private static List<Integer> ports(Resource.Sshd sshd) {
    return sshd.effective().getOrDefault("port", List.of()).stream().map(Integer::valueOf).toList();
  }
}
