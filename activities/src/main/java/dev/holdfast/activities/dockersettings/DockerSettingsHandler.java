package dev.holdfast.activities.dockersettings;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.DockerDaemonFile;
import dev.holdfast.schemas.change.DockerSettingsFacts;
import dev.holdfast.schemas.change.DockerSettingsFacts.Engine;
import dev.holdfast.schemas.change.DockerSettingsFacts.FileType;
import dev.holdfast.schemas.change.DockerSettingsResource;
import dev.holdfast.schemas.change.DockerSettingsResource.ConfigFile;
import dev.holdfast.schemas.change.DockerSettingsResource.From;
import dev.holdfast.schemas.change.DockerSettingsResource.Settings;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sets the settings of the Docker engine and restarts it, while its containers keep running.
 * Everything else in its file stays.
 */
public final class DockerSettingsHandler implements ResourceHandler<DockerSettingsResource> {
  private static final String SERVICE = "docker.service";

  /** A file that cannot be read is refused with its plan, so that it is none of what is changed. */
  @Override
  public Optional<Change> compare(DockerSettingsResource desired, Facts facts) {
    DockerSettingsFacts there = there(facts);
    Settings settings = Objects.requireNonNull(desired.settings(), "settings");
    DockerDaemonFile present;
    try {
      present = DockerDaemonFile.read(base64(there.file()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    DockerDaemonFile wanted = present.with(settings);
    if (!wanted.sameAs(present)) {
      return Optional.of(change(settings, there.file(), complete(wanted, there.file())));
    }
    return there.unread()
        ? Optional.of(change(settings, there.file(), there.file()))
        : Optional.empty();
  }

  private static DockerSettingsFacts there(Facts facts) {
    return Objects.requireNonNull(
        facts.kinds().find(DockerSettingsFacts.class, DockerSettingsFacts.NAME), "docker-settings");
  }

  private static @Nullable String base64(@Nullable ConfigFile file) {
    return file == null ? null : file.base64();
  }

  /** A file that is there keeps its owner and its mode. */
  private static ConfigFile complete(DockerDaemonFile wanted, @Nullable ConfigFile there) {
    return there == null
        ? new ConfigFile(wanted.base64(), "root:root", "644")
        : new ConfigFile(wanted.base64(), there.owner(), there.mode());
  }

  /**
   * @param settings null for what was there once
   */
  private static Change change(
      @Nullable Settings settings, @Nullable ConfigFile before, @Nullable ConfigFile after) {
    Map<String, String> old = DockerDaemonFile.read(base64(before)).settings();
    Map<String, String> set = DockerDaemonFile.read(base64(after)).settings();
    SortedSet<String> changed = new TreeSet<>(old.keySet());
    changed.addAll(set.keySet());
    changed.removeIf(setting -> Objects.equals(old.get(setting), set.get(setting)));
    return Changes.of(
        title(changed),
        Change.Risk.MEDIUM,
        changed.isEmpty()
            ? "# %s was changed after the engine had read it\n"
                .formatted(DockerSettingsResource.PATH)
            : Diffs.unified(DockerSettingsResource.PATH, lines(changed, old), lines(changed, set)),
        new DockerSettingsResource(null, before, null),
        new DockerSettingsResource(settings, after, new From(before)));
  }

  private static String title(SortedSet<String> changed) {
    return changed.isEmpty()
        ? "Restart the Docker engine with the settings in its file; containers keep running"
        : "Set %s of the Docker engine and restart it; containers keep running"
            .formatted(
                changed.stream()
                    .map(setting -> setting.replaceFirst("^(default-ulimits\\.[^.]*)\\..*", "$1"))
                    .distinct()
                    .collect(Collectors.joining(", ")));
  }

  private static String lines(SortedSet<String> which, Map<String, String> settings) {
    return which.stream()
        .filter(settings::containsKey)
        .map(setting -> setting + ": " + settings.get(setting) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String apply(DockerSettingsResource desired) {
    return DockerSettingsScript.of(desired);
  }

  /** An engine without a file has other settings: a change like any other. */
  @Override
  public String remove(DockerSettingsResource there) {
    throw new IllegalArgumentException("settings are changed, never removed");
  }

  /** Without an engine no container can be reached: the way back restores it and its file. */
  @Override
  public Guard guard(Change change, LoginAccount login) {
    return Guard.ofRuntime(
        List.of(DockerSettingsScript.STAGED, DockerSettingsScript.STAGED + ".list"),
        "script:" + DockerSettingsScript.WAY_BACK,
        List.of(SERVICE));
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new DockerSettingsFragment());
  }

  @Override
  public FactsQuery query(DockerSettingsResource settings) {
    return FactsQuery.of("docker-settings", List.of(DockerSettingsFacts.NAME));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    ConfigFile before = ((DockerSettingsResource) Objects.requireNonNull(change.before())).file();
    ConfigFile after = ((DockerSettingsResource) change.resource()).file();
    DockerSettingsFacts there = there(context.facts());
    boolean readable = there.type() == FileType.FILE || there.type() == FileType.NONE;
    if (readable && Objects.equals(there.file(), before)) {
      return Inverse.NOTHING;
    }
    if (!readable || !Objects.equals(there.file(), after)) {
      return Inverse.changedSince(DockerSettingsResource.PATH);
    }
    if (there.engine() != Engine.DOCKER || !there.answers()) {
      return new Inverse.Refused(
          "the Docker engine does not run, so that it could not be seen to work with its former settings: start docker.service first");
    }
    return new Inverse.By(change(null, there.file(), before));
  }
}
