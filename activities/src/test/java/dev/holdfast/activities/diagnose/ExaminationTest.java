package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import dev.holdfast.schemas.failure.FailureType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private record Made(String name, Set<String> needs, Duration limit, Supplier<Finding> finding)
      implements Check {
    @Override
    public Finding make(Evidence evidence) {
      return finding.get();
    }
  }

  @Test
  void shouldGoOnAfterAFaultAndSkipWhatNeedsIt() throws Exception {
    List<Finding> findings =
        run(
            LONG,
            check("a/one", () -> Finding.problem("a/one", "broken", "mend it")),
            check("a/two", () -> Finding.ok("a/two", "fine"), "a/one"),
            check("a/three", () -> Finding.ok("a/three", "fine"), "a/two"),
            check("a/four", () -> Finding.warning("a/four", "so so", "mend it")),
            check("a/five", () -> Finding.ok("a/five", "fine"), "a/four"));

    assertThat(findings)
        .extracting(Finding::level)
        .containsExactly(Level.PROBLEM, Level.SKIPPED, Level.SKIPPED, Level.WARNING, Level.OK);
    assertThat(findings.get(1).summary()).contains("because of a/one");
  }

  @Test
  void shouldMakeAFindingOfWhatIsThrown() throws Exception {
    List<Finding> findings =
        run(
            LONG,
            check(
                "a/one",
                () -> {
                  throw new SshException(FailureType.UNREACHABLE, "web-1 was lost", null);
                }),
            check(
                "a/two",
                () -> {
                  throw new IllegalStateException("a fault of ours");
                }));

    assertThat(findings.get(0).level()).isEqualTo(Level.PROBLEM);
    assertThat(findings.get(0).summary()).contains("web-1 was lost");
    assertThat(findings.get(1).level()).isEqualTo(Level.SKIPPED);
    assertThat(findings.get(1).summary()).doesNotContain("ours");
  }

  @Test
  void shouldGiveUpWhatHangs() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Check hanging =
        new Made(
            "a/one",
            Set.of(),
            Duration.ofMillis(100),
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return Finding.ok("a/one", "too late");
            });

    List<Finding> findings = run(LONG, hanging, check("a/two", () -> Finding.ok("a/two", "fine")));

    assertThat(findings).extracting(Finding::level).containsExactly(Level.PROBLEM, Level.OK);
    interrupted.await();
  }

  @Test
  void shouldSkipWhatNoTimeIsLeftFor() throws Exception {
    List<Finding> findings = run(Duration.ZERO, check("a/one", () -> Finding.ok("a/one", "fine")));

    assertThat(findings.getFirst().level()).isEqualTo(Level.SKIPPED);
    assertThat(findings.getFirst().summary()).contains("all of the 0 s");
  }

  private static List<Finding> run(Duration limit, Check... checks) throws InterruptedException {
    return new Examination(List.of(checks), limit).run();
  }

  private static Check check(String name, Supplier<Finding> finding, String... needs) {
    return new Made(name, Set.of(needs), LONG, finding);
  }
}
