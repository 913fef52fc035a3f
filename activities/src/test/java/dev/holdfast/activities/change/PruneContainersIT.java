package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no container uses, on a real server with an engine of its own. */
@LabTest(docker = true)
class PruneContainersIT {
  private static final String SERVER = "docker-1";
  private static final String ALL =
      "{\"containers\": true, \"images\": \"all\", \"volumes\": \"all\", \"olderThanSeconds\": 0}";
  private static final String STATE =
      "docker ps -a --format '{{.Names}}' | sort; docker network ls --format '{{.Name}}' | sort;"
          + " docker volume ls -q | sort; docker image ls -aq --no-trunc | sort";

  /**
   * One container that runs, and one that has ended, each with a network, a volume and an image.
   */
  private static final String THINGS =
      """
      set -e
      image() { echo "$1" >/tmp/prune-tree; tar -C /tmp -c prune-tree | docker import - $2; }
      for name in stays goes; do
        docker network create prune-$name; docker volume create prune-$name
        image $name prune-$name:1
        docker tag prune-$name:1 prune-$name:2
      done
      docker volume create prune-nobodys; docker network create prune-nobodys; image nobodys
      docker create --name prune-goes --network prune-goes -v prune-goes:/data prune-goes:1 true
      docker run -d --name prune-stays --network prune-stays -v prune-stays:/data stack-tree sh -c 'sleep 1000 & wait'
      docker create --name prune-keeps prune-stays:1 true
      """;

  private static Bench bench;
  private static StackFixture stack;

  @BeforeAll
  static void start(Lab lab, List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
    stack = new StackFixture(lab);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.onServer(
        """
        docker ps -aq --filter name=prune- | xargs -r docker rm -f
        docker network ls -q --filter name=prune- | xargs -r docker network rm
        docker volume ls -q --filter name=prune- | xargs -r docker volume rm
        docker image ls -q 'prune-*' | sort -u | xargs -r docker image rm -f
        """);
    bench.close();
  }

  @Test
  void shouldRemoveWhatThePlanNamesUnlessItIsUsedAgain() {
    String before = stack.onServer(STATE);
    stack.onServer(THINGS);
    stack.onServer(
        "mkdir -p /var/lib/holdfast/quarantine/$(docker inspect -f '{{.Id}}' prune-keeps)");

    Bench.Operation careful = operation();
    PlanSummary untouched = careful.plan("{}");
    assertThat(untouched.changes()).as("what was made just now").isZero();

    Bench.Operation operation = operation();
    PlanSummary plan = operation.plan(ALL);
    assertThat(titles(operation, plan))
        .contains(
            "Remove container prune-goes, with what it wrote outside of volumes",
            "Remove network prune-goes",
            "Remove network prune-nobodys",
            "Remove volume prune-goes with the data in it",
            "Remove volume prune-nobodys with the data in it",
            "Remove image prune-goes:1 (1 MB)")
        .noneMatch(title -> title.contains("prune-stays") || title.contains("prune-keeps"));

    // Somebody uses one of them after all.
    stack.onServer("docker create --name prune-late -v prune-nobodys:/data stack-tree true");

    for (PlanSummary.Group group : plan.groups()) {
      assertThat(operation.apply(plan, group.key(), 1).result()).isEqualTo(Result.APPLIED);
      assertThat(operation.apply(plan, group.key(), 1).result())
          .as("delivered again")
          .isEqualTo(Result.APPLIED);
    }
    operation.end();
    assertThat(stack.onServer("docker ps -a --filter name=prune- --format '{{.Names}}' | sort"))
        .isEqualTo("prune-keeps\nprune-late\nprune-stays");
    assertThat(stack.onServer("docker network ls --filter name=prune- --format '{{.Name}}'"))
        .isEqualTo("prune-stays");
    assertThat(stack.onServer("docker volume ls -q --filter name=prune- | sort"))
        .isEqualTo("prune-nobodys\nprune-stays");
    assertThat(
            stack.onServer("docker image ls 'prune-*' --format '{{.Repository}}:{{.Tag}}' | sort"))
        .isEqualTo("prune-stays:1\nprune-stays:2");
    assertThat(stack.onServer(STATE))
        .contains(before.lines().filter(line -> !line.isBlank()).toList());

    PlanSummary undo =
        bench.operation(SERVER, "undo").plan("{\"operation\": \"%s\"}".formatted(operation.id));
    assertThat(undo.refusals()).first().asString().contains("gone for good");
  }

  private static List<String> titles(Bench.Operation operation, PlanSummary plan) {
    return operation.stored(plan).groups().stream()
        .flatMap(group -> group.changes().stream())
        .map(change -> change.title())
        .toList();
  }

  private static Bench.Operation operation() {
    return bench.operation(SERVER, "prune-containers");
  }
}
