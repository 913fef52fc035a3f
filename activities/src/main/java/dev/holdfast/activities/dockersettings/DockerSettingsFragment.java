package dev.holdfast.activities.dockersettings;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.schemas.change.DockerSettingsFacts;
import dev.holdfast.schemas.change.DockerSettingsFacts.Engine;
import dev.holdfast.schemas.change.DockerSettingsFacts.FileType;
import dev.holdfast.schemas.change.DockerSettingsFacts.Running;
import dev.holdfast.schemas.change.DockerSettingsResource.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Asks which engine there is, and reads the file with its settings. */
public final class DockerSettingsFragment implements FactsFragment {
  private static final String SCRIPT =
      Scripts.load(DockerSettingsFragment.class, "engine.sh", "facts.sh");

  @Override
  public String kind() {
    return "docker-settings";
  }

  @Override
  public String script() {
    return SCRIPT;
  }

  @Override
  public Found read(String[] row) {
    FileType type = FileType.valueOf(row[4].toUpperCase(Locale.ROOT));
    return new Found(
        row[1],
        new DockerSettingsFacts(
            Engine.valueOf(row[2].toUpperCase(Locale.ROOT)),
            !row[3].isEmpty(),
            type,
            type == FileType.FILE ? new ConfigFile(row[7], row[5], row[6]) : null,
            lines(row[8]),
            !row[9].isEmpty(),
            !row[10].isEmpty() && !row[10].equals("inactive"),
            row[11].isEmpty() ? null : Long.valueOf(row[11]),
            lines(row[12]).stream()
                .map(line -> line.split(" ", 2))
                .map(words -> new Running(words[0], words[1].strip()))
                .toList()));
  }

  private static List<String> lines(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
