package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tools of the catalogue whose programs Debian packages, by their files; the registry is run in
 * every test run.
 */
@LabTest(docker = true)
@EnabledIfSystemProperty(named = "holdfast.tools", matches = "all")
class CatalogueToolsIT {
  private static final String SERVER = "docker-1";
  private static final String STATE =
      "docker ps -a --format '{{.Names}}' | sort; docker network ls --format '{{.Name}}' | sort; docker volume ls -q | sort";

  private static Bench bench;
  private static StackFixture stack;

  @BeforeAll
  static void start(Lab lab, List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
    stack = new StackFixture(lab);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics prometheus", "alerts alertmanager", "probe probe"})
  void shouldBeHealthyByItsFileAndGoAgain(String named) {
    String name = named.split(" ", 2)[0];
    String container = named.replace(' ', '-');
    String before = stack.onServer(STATE);
    Bench.Operation deployed = bench.operation(SERVER, "deploy-stack");

    // Applied is what its health check has found to work.
    assertThat(deployed.applyAll(deployed.plan(CatalogueTool.input(name, image(name)))))
        .allMatch(outcome -> outcome.result() == Result.APPLIED);
    assertThat(stack.hardening(container))
        .contains("ro=true drop=[ALL] add=<no value> opt=[no-new-privileges] user=1001:1001");

    Bench.Operation undo = bench.operation(SERVER, "undo");
    assertThat(undo.applyAll(undo.plan("{\"operation\": \"%s\"}".formatted(deployed.id))))
        .allMatch(outcome -> outcome.result() == Result.APPLIED);
    assertThat(stack.onServer(STATE)).isEqualTo(before);
  }

  private static String image(String name) {
    return switch (name) {
      case "metrics" -> stack.metrics();
      case "alerts" -> stack.alerts();
      default -> stack.probe();
    };
  }
}
