package dev.holdfast.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.ShownProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupervisorTest {

  @TempDir private Path directory;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Home home;
  private RunRecords records;

  @BeforeEach
  void setUp() throws IOException {
    home = new Home(directory, directory.resolve("bin"));
    home.create();
    records = new RunRecords(home);
  }

  @AfterEach
  void stopWhatIsLeft() throws Exception {
    for (ProcessIdentity left : Orphans.of(home).values()) {
      ChildProcess.stop(left, "KILL", Duration.ofSeconds(5));
    }
  }

  @Test
  void shouldStartAChildInASessionOfItsOwnThatItsMarksBetray() throws Exception {
    Supervisor supervisor = supervisor(sleeper("600", () -> {}));
    supervisor.start();

    RunRecord record = records.alive("sleeper").orElseThrow();
    assertThat(record.readyAt()).isNotNull();
    assertThat(Orphans.of(home)).isEqualTo(Map.of("sleeper", record.process()));
    supervisor.stop();
    assertThat(record.alive()).isFalse();
    assertThat(records.read("sleeper")).isEmpty();
  }

  @Test
  void shouldRestartAChildThatDies() throws Exception {
    CountDownLatch healthyTwice = new CountDownLatch(2);
    Supervisor supervisor = supervisor(sleeper("600", healthyTwice::countDown));
    supervisor.start();
    ProcessIdentity first = records.alive("sleeper").orElseThrow().process();

    ChildProcess.stop(first, "KILL", Duration.ofSeconds(5));

    assertThat(healthyTwice.await(20, TimeUnit.SECONDS)).isTrue();
    supervisor.stop();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("ended with signal 9, restarting");
  }

  @Test
  void shouldAdoptTheChildOfAnEarlierPlatformWhenItIsAsItShouldBe() throws Exception {
    ChildSpec spec = sleeper("600", () -> {});
    ChildProcess earlier = ChildProcess.start(spec, home, records);
    Supervisor supervisor = supervisor(spec);
    supervisor.start();

    assertThat(records.alive("sleeper").orElseThrow().process())
        .isEqualTo(earlier.record().process());
    supervisor.stop();
    assertThat(earlier.record().alive()).isFalse();
  }

  @Test
  void shouldReplaceAChildThatRunsWithAnotherConfiguration() throws Exception {
    ChildProcess earlier = ChildProcess.start(sleeper("599", () -> {}), home, records);
    Supervisor supervisor = supervisor(sleeper("600", () -> {}));
    supervisor.start();

    assertThat(earlier.record().alive()).isFalse();
    assertThat(records.alive("sleeper").orElseThrow().process())
        .isNotEqualTo(earlier.record().process());
    supervisor.stop();
  }

  @Test
  void shouldSayWhyAChildDoesNotStart() {
    ChildSpec spec =
        spec(
            List.of("sh", "-c", "echo the disk is full; exit 3"),
            () -> {
              throw new IOException("nobody listens");
            });

    assertThatThrownBy(() -> supervisor(spec).start())
        .isInstanceOf(PlatformFailure.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("the disk is full");
  }

  private Supervisor supervisor(ChildSpec spec) {
    return new Supervisor(spec, home, records, new ShownProgress(new PrintStream(said)));
  }

  private static ChildSpec sleeper(String seconds, Probe probe) {
    return spec(List.of("sleep", seconds), probe);
  }

  private static ChildSpec spec(List<String> command, Probe probe) {
    return new ChildSpec(
        "sleeper", command, Map.of(), 1, "", "TERM", Duration.ofSeconds(10), probe, () -> {});
  }
}
