package dev.holdfast.activities.sshd;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Resource.Sshd;
import dev.holdfast.schemas.change.Resource.Sshd.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Changes sshd's files, after their candidates have shown what sshd makes of them. */
public final class SshdHandler implements ResourceHandler<Sshd> {

  @Override
  public Optional<Change> compare(Sshd desired, Facts facts) {
    return compare("Harden", desired, facts);
  }

  private static Optional<Change> compare(String verb, Sshd desired, Facts facts) {
    Facts.Sshd present = Objects.requireNonNull(facts.sshd(), "facts without sshd");
    List<ConfigFile> oldFiles = new ArrayList<>();
    List<ConfigFile> newFiles = new ArrayList<>();
    StringBuilder diff = new StringBuilder();
    for (ConfigFile file : desired.files()) {
      ConfigFile old = before(file, present);
      if (!file.equals(old)) {
        oldFiles.add(old);
        newFiles.add(file);
        diff.append(Diffs.unified(file.path(), old.content(), file.content()));
      }
    }
    SortedMap<String, List<String>> effective = new TreeMap<>();
    for (String keyword : desired.effective().keySet()) {
      effective.put(keyword, present.effective().getOrDefault(keyword, List.of()));
    }
    if (newFiles.isEmpty() && effective.equals(desired.effective())) {
      return Optional.empty();
    }
    String settings = Diffs.unified("sshd -T", text(effective), text(desired.effective()));
    long count =
        desired.effective().entrySet().stream()
            .filter(setting -> !setting.getValue().equals(effective.get(setting.getKey())))
            .count();
    return Optional.of(
        Changes.of(
            "%s sshd: %d settings, %d files".formatted(verb, count, newFiles.size()),
            Change.Risk.LOCK_OUT,
            settings + diff,
            new Sshd(oldFiles, effective, desired.loginUser(), desired.unit()),
            new Sshd(newFiles, desired.effective(), desired.loginUser(), desired.unit())));
  }

  private static ConfigFile before(ConfigFile file, Facts.Sshd present) {
    return present.files().stream()
        .filter(there -> there.path().equals(file.path()))
        .map(there -> new ConfigFile(there.path(), there.content(), there.mode()))
        .findFirst()
        .orElse(new ConfigFile(file.path(), null, file.mode()));
  }

  /** There is no server without it. */
  @Override
  public String remove(Sshd there) {
    throw new IllegalArgumentException("sshd cannot be removed");
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    Sshd after = (Sshd) change.resource();
    Sshd before = change.before() instanceof Sshd there ? there : after;
    return new Guard(
        after.files().stream()
            .flatMap(file -> Guard.written(file.path(), SshdScript.staged(file.path())).stream())
            .toList(),
        List.of(after.unit()),
        ports(before),
        ports(after));
  }

  private static List<Integer> ports(Sshd sshd) {
    return sshd.effective().getOrDefault("port", List.of()).stream().map(Integer::valueOf).toList();
  }

  @Override
  public FactsQuery query(Sshd sshd) {
    return FactsQuery.ofSshd();
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    Sshd before = (Sshd) Objects.requireNonNull(change.before());
    Sshd after = (Sshd) change.resource();
    Facts.Sshd present = context.facts().sshd();
    if (present == null || present.error() != null) {
      return new Inverse.Refused(
          "sshd's configuration cannot be read: " + (present == null ? "none" : present.error()));
    }
    for (int i = 0; i < after.files().size(); i++) {
      ConfigFile there = before(after.files().get(i), present);
      if (!there.equals(after.files().get(i)) && !there.equals(before.files().get(i))) {
        return Inverse.changedSince(there.path());
      }
    }
    return compare("Restore", before, context.facts())
        .<Inverse>map(Inverse.By::new)
        .orElse(Inverse.NOTHING);
  }

  private static String text(SortedMap<String, List<String>> effective) {
    return effective.entrySet().stream()
        .flatMap(setting -> setting.getValue().stream().map(v -> setting.getKey() + " " + v))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public String apply(Sshd desired) {
    return SshdScript.of(desired);
  }
}
