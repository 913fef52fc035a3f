package dev.holdfast.schemas.serversetup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package: in JSON its name alone, for one that is installed in any version, or an object.
 *
 * @param version exactly this one; null for any
 * @param hold whether it stays in its version when others are upgraded; null for as it is
 * @param absent whether it is not installed
 * @param purge whether its configuration goes, too
 */
public record PackageInput(
    String name, @Nullable String version, @Nullable Boolean hold, boolean absent, boolean purge) {

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public PackageInput {}

  /** A package that is installed in any version. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static PackageInput installed(String name) {
    return new PackageInput(name, null, null, false, false);
  }

  /** As it is written in JSON; a name alone wherever that says it all. */
  @JsonValue
  Object json() {
    if (equals(installed(name))) {
      return name;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    if (version != null) {
      fields.put("version", version);
    }
    if (hold != null) {
      fields.put("hold", hold);
    }
    if (absent) {
      fields.put("absent", true);
    }
    if (purge) {
      fields.put("purge", true);
    }
    return fields;
  }

  /** What is wrong with it, each as a sentence. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (absent && (version != null || hold != null)) {
      problems.add("%s is to be absent; leave version and hold out".formatted(name));
    }
    if (purge && !absent) {
      problems.add("%s is to be purged; set absent, too, or leave purge out".formatted(name));
    }
    return problems;
  }
}
