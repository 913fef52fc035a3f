package dev.holdfast.activities.dockersettings;

import dev.holdfast.activities.digest.Sha256;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.resource.Fragments.Fragment;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.DockerDaemonFile;
import dev.holdfast.schemas.change.DockerSettingsResource;
import dev.holdfast.schemas.change.DockerSettingsResource.ConfigFile;
import dev.holdfast.schemas.change.DockerSettingsResource.Settings;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The script that leads the engine from one file of settings to another.
 *
 * <p>An engine whose containers are to outlive its restart needs {@code live-restore} before it
 * stops and while it starts, whatever either file says of it. So it is told of it first (bridge),
 * started with it (arrival), and told to give it up again (settled) where it is not to stay.
 */
final class DockerSettingsScript {
  /** The way back that a change leaves on the server until it is confirmed. */
  static final String WAY_BACK = "/var/lib/holdfast/docker-settings.back";

  static final String STAGED = "/etc/docker/.daemon.json.holdfast";

  private static final String NONE = "-";

  private DockerSettingsScript() {}

  static String of(DockerSettingsResource wanted) {
    ConfigFile before = Objects.requireNonNull(wanted.from(), "from").file();
    ConfigFile after = wanted.file();
    Settings settings = wanted.settings();
    String known =
        Stream.of(content(before), arrival(before), arrival(after), settled(after), content(after))
            .filter(content -> !content.isEmpty())
            .map(DockerSettingsScript::sum)
            .distinct()
            .collect(Collectors.joining(" "));
    return Scripts.load(DockerSettingsScript.class, "engine.sh", "settings.sh")
        + head(after)
        + "known=%s after=%s bridge=%s nofile=%s driver=%s live=%s\nback=%s\n"
            .formatted(
                Quoting.quote(known),
                sum(content(after)),
                arrival(before),
                settings == null ? "''" : String.valueOf(settings.nofile()),
                settings == null ? "''" : "json-file",
                file(after).liveRestore(),
                Fragments.base64(back(before)))
        + Scripts.load(DockerSettingsScript.class, "apply.sh");
  }

  /** What the server runs when it reverts the change; it restores the file, too. */
  private static String back(@Nullable ConfigFile before) {
    return Fragments.script(
        List.of(
            new Fragment(
                "back",
                Scripts.load(DockerSettingsScript.class, "engine.sh", "settings.sh")
                    + head(before)
                    + Scripts.load(DockerSettingsScript.class, "back.sh"))));
  }

  private static String head(@Nullable ConfigFile to) {
    return "owner=%s mode=%s arrival=%s settled=%s content=%s\n"
        .formatted(
            Quoting.quote(to == null ? "root:root" : to.owner()),
            Quoting.quote(to == null ? "644" : to.mode()),
            arrival(to),
            Quoting.quote(settled(to)),
            content(to));
  }

  private static String content(@Nullable ConfigFile file) {
    return file == null ? NONE : file.base64();
  }

  /** With live-restore, and else the same. */
  private static String arrival(@Nullable ConfigFile to) {
    DockerDaemonFile file = file(to);
    return to != null && file.liveRestore() ? to.base64() : file.withLiveRestore(true).base64();
  }

  /** Empty where live-restore is to stay. */
  private static String settled(@Nullable ConfigFile to) {
    DockerDaemonFile file = file(to);
    return file.liveRestore() ? "" : file.withLiveRestore(false).base64();
  }

  private static DockerDaemonFile file(@Nullable ConfigFile file) {
    return DockerDaemonFile.read(file == null ? null : file.base64());
  }

  private static String sum(String content) {
    return content.equals(NONE) ? "none" : Sha256.hex(Base64.getDecoder().decode(content));
  }
}
