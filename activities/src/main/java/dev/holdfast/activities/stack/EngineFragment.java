package dev.holdfast.activities.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.ListeningFacts;
import dev.holdfast.schemas.change.MountFacts;
import dev.holdfast.schemas.change.QuarantineFacts;
import dev.holdfast.schemas.change.StackFacts;
import dev.holdfast.schemas.change.VolumeUseFacts;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the Docker engine for what is there, and the server who listens and where paths lead. */
public final class EngineFragment implements FactsFragment {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCRIPT =
      Scripts.load(EngineFragment.class, "engine.sh", "inspect.sh", "mounts.sh", "facts.sh");

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
    if (name.equals(QuarantineFacts.ALL)) {
      return new Found(name, quarantines(text(row[2])));
    }
    if (name.equals(VolumeUseFacts.ALL)) {
      return new Found(name, volumeUses(text(row[2])));
    }
    if (name.startsWith("stack:")) {
      return new Found(
          name,
          new StackFacts(text(row[2]).lines().filter(line -> !line.isBlank()).sorted().toList()));
    }
    if (name.startsWith("mount:")) {
      return new Found(name, new MountFacts(text(row[2]), text(row[3])));
    }
    return new Found(
        name,
        new EngineFacts(
            row[2].equals("true"), row[3].isEmpty() ? null : Specs.read(row[3]), stacks(row[4])));
  }

  /** A line for each container: its names, its stack, and what it mounts. */
  private static VolumeUseFacts volumeUses(String lines) {
    return new VolumeUseFacts(
        lines
            .lines()
            .map(line -> line.split("\\|", -1))
            .filter(fields -> fields.length == 3)
            .map(fields ->
                new VolumeUseFacts.Use(
                    fields[0].split(",", 2)[0], fields[1], List.of(fields[2].split(","))))
            .toList());
  }

  /** A line for each: its name, and what the server knows of it. */
  private static QuarantineFacts quarantines(String lines) {
    Map<String, String> reasons = new HashMap<>();
    lines
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> reasons.put(words[0], reason(text(words[1]))));
    return new QuarantineFacts(reasons);
  }

  private static String reason(String about) {
    try {
      return JSON.readTree(about).path("reason").asText();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each ends with a comma where there are several; an empty one is of what belongs to none. */
  private static List<String> stacks(String field) {
    return field.isEmpty() ? List.of() : Arrays.asList(field.replaceFirst(",$", "").split(",", -1));
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
