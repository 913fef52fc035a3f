package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import dev.holdfast.schemas.stack.DeployStackOperation;
import dev.holdfast.schemas.stack.StackTools;
import dev.holdfast.schemas.stack.StackTools.StackTool;
import dev.holdfast.workflows.stack.DeployStackDesiredState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The catalogue of tools holds to the rules of a deployment: its schema, and what a plan refuses.
 */
class StackToolsTest {
  private static final String PINNED = "@sha256:" + "0".repeat(64);

  static List<StackTool> tools() {
    return StackTools.all();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void shouldBeDeployableOnceItsImagesArePinned(StackTool tool) {
    String json = JsonPayloads.write(pinned(tool));

    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(DeployStackOperation.TYPE.schema());
    assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
    DeployStackInput input =
        JsonPayloads.mapper().convertValue(pinned(tool), DeployStackInput.class);
    // A file with a fault asks the server for nothing.
    assertThat(new DeployStackDesiredState().query(input)).isNotEqualTo(FactsQuery.none());
    assertThat(input.tools().values()).allMatch(one -> one.healthcheck() != null);
    secrets(input).forEach(secret -> assertThat(tool.guide()).contains(secret));
  }

  private static List<String> secrets(DeployStackInput input) {
    return input.tools().values().stream()
        .map(Tool::environment)
        .flatMap(environment -> environment.values().stream())
        .filter(value -> value.startsWith("secret://"))
        .map(value -> value.substring("secret://".length()))
        .toList();
  }

  private static Map<String, Object> pinned(StackTool tool) {
    Map<String, Object> stack =
        new HashMap<>(map(new Load(LoadSettings.builder().build()).loadFromString(tool.stack())));
    Map<String, Object> tools = new HashMap<>(map(stack.get("tools")));
    tools.replaceAll((name, one) -> {
      Map<String, Object> changed = new HashMap<>(map(one));
      changed.merge("image", PINNED, (image, digest) -> String.valueOf(image) + digest);
      return changed;
    });
    stack.put("tools", tools);
    return stack;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }
}
