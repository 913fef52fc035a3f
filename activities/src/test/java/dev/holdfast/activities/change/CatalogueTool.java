package dev.holdfast.activities.change;

import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.stack.StackTools;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A tool of the catalogue, as its file says it, with another image. */
final class CatalogueTool {
  private CatalogueTool() {}

  /**
   * The input of {@code deploy-stack}.
   *
   * @param image of each of its tools, in place of the one from the maker's registry
   */
  static String input(String name, String image) {
    Map<String, Object> stack =
        map(
            new Load(LoadSettings.builder().build())
                .loadFromString(StackTools.find(name).orElseThrow().stack()));
    Map<String, Object> tools = map(stack.get("tools"));
    tools.replaceAll((tool, said) -> {
      Map<String, Object> changed = map(said);
      changed.put("image", image);
      return changed;
    });
    stack.put("tools", tools);
    return JsonPayloads.write(stack);
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> map = new HashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(value))
        .forEach((key, one) -> map.put(String.valueOf(key), Objects.requireNonNull(one)));
    return map;
  }
}
