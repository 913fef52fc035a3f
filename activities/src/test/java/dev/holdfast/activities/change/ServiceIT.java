package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units of a real server, by the operation on services. */
@LabTest
class ServiceIT {
  private static final String STATE =
      "systemctl show -p ActiveState,UnitFileState,LoadState job.service;"
          // Without times: those of directories change with what is in them.
          + " ls -l --time-style=+ /etc/systemd/system";

  private static Bench bench;

  @BeforeAll
  static void start(List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @BeforeEach
  void install(Lab lab) {
    LabFixture.onServer(
        lab,
        """
        mkdir -p /usr/lib/systemd/system
        printf '[Service]\\nExecStart=/bin/sh -c "[ ! -e /run/job-broken ] || { echo this is why; exit 3; }; exec sleep 1000"\\n[Install]\\nWantedBy=multi-user.target\\n' \
          >/usr/lib/systemd/system/job.service
        systemctl daemon-reload; systemctl start job.service
        """);
  }

  @AfterEach
  void uninstall(Lab lab) {
    LabFixture.onServer(
        lab,
        """
        rm -f /run/job-broken; systemctl unmask -q job.service; systemctl disable -q --now job.service
        rm -f /usr/lib/systemd/system/job.service; systemctl daemon-reload; systemctl reset-failed
        """);
  }

  @Test
  void shouldDoItOnceAndUndoIt(Lab lab) {
    for (String action : List.of("stop", "enable", "mask")) {
      String before = LabFixture.onServer(lab, STATE);
      Bench.Operation operation = bench.operation("lab-1", "service");

      assertThat(operation.applyAll(operation.plan(input(action))))
          .as(action)
          .allMatch(outcome -> outcome.result() == Result.APPLIED)
          .hasSize(1);
      assertThat(LabFixture.onServer(lab, STATE)).as(action).isNotEqualTo(before);
      assertThat(bench.operation("lab-1", "service").plan(input(action)).changes()).isZero();

      Bench.Operation undo = bench.operation("lab-1", "undo");
      undo.applyAll(undo.plan("{\"operation\": \"%s\"}".formatted(operation.id)));
      assertThat(LabFixture.onServer(lab, STATE)).as("undo " + action).isEqualTo(before);
    }
  }

  @Test
  void shouldSayWhyItDoesNotStartAndWhatIsNotThere(Lab lab) {
    LabFixture.onServer(lab, "systemctl stop job.service; touch /run/job-broken");
    Bench.Operation operation = bench.operation("lab-1", "service");

    ApplyOutcome outcome = operation.apply(operation.plan(input("start")), "unit", 1);
    operation.end();

    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.message()).contains("job.service", "ExecMainStatus=3", "this is why");
    PlanSummary missing =
        bench.operation("lab-1", "service").plan("{\"unit\": \"none\", \"action\": \"start\"}");
    assertThat(missing.refusals())
        .singleElement()
        .asString()
        .contains("none.service does not exist");
  }

  private static String input(String action) {
    return "{\"unit\": \"job\", \"action\": \"%s\"}".formatted(action);
  }
}
