package dev.holdfast.demo;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.demo.lab.ApiServerRegistry;
import dev.holdfast.demo.lab.LabCommand;
import dev.holdfast.lab.LabException;
import dev.holdfast.standalone.CommandSource;
import dev.holdfast.standalone.home.Home;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The lab's command and the demo. */
public final class DemoCommands implements CommandSource {

  @Override
  public Map<String, Supplier<Object>> commands(Home home) {
    return Map.of(
        "lab", () -> new LabCommand(home.root(), DemoCommands::registry),
        "demo", () -> new DemoCommand(() -> new LocalPlatform(home)));
  }

  private static ApiServerRegistry registry() {
    return new ApiServerRegistry(ApiClient.connect(Surroundings.ofProcess(), null));
  }

  @Override
  public Exception failure(Exception thrown) {
    return thrown instanceof LabException lab
        ? new Failure(ExitCode.FAILED, String.valueOf(lab.getMessage()), List.of(), null)
        : thrown;
  }
}
