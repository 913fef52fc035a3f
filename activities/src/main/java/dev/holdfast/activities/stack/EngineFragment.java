package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.ListeningFacts;
import dev.holdfast.schemas.change.MountFacts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Asks the Docker engine for what is there, and the server who listens and where paths lead. */
public final class EngineFragment implements FactsFragment {
  private static final String SCRIPT =
      Scripts.load(EngineFragment.class, "engine.sh", "mounts.sh", "facts.sh");

  @Override
  public String kind() {
    return "engine";
  }

  @Override
  public String script() {
    return SCRIPT;
  }

  @Override
  public Found read(String[] row) {
    String name = row[1];
    if (name.equals(ListeningFacts.ALL)) {
      return new Found(name, Listeners.read(text(row[2]), text(row[3])));
    }
    if (name.startsWith("mount:")) {
      return new Found(name, new MountFacts(text(row[2]), text(row[3])));
    }
    return new Found(
        name,
        new EngineFacts(
            row[2].equals("true"), row[3].isEmpty() ? null : Specs.read(row[3]), stacks(row[4])));
  }

  /** Each ends with a comma where there are several; an empty one is of what belongs to none. */
  private static List<String> stacks(String field) {
    return field.isEmpty() ? List.of() : Arrays.asList(field.replaceFirst(",$", "").split(",", -1));
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
