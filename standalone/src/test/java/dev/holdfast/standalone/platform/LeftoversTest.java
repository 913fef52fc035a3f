package dev.holdfast.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.process.ChildProcess;
import dev.holdfast.standalone.process.ChildSpec;
import dev.holdfast.standalone.process.Orphans;
import dev.holdfast.standalone.process.ProcessIdentity;
import dev.holdfast.standalone.process.RunRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversTest {

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
  void shouldStopTheProcessThatNoRecordKnows() throws Exception {
    ChildProcess unrecorded =
        ChildProcess.start(
            new ChildSpec(
                RedisServer.PART,
                List.of("sleep", "600"),
                Map.of(),
                1,
                "",
                "TERM",
                Duration.ofSeconds(5),
                () -> {},
                () -> {}),
            home,
            records);
    Files.delete(home.run().resolve("redis.json"));

    new Leftovers(home, records, new ShownProgress(new PrintStream(said))).stopUnrecorded();

    // By /proc, as it was stopped: Java notices the end of its own child a moment later.
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("stopping the unrecorded process");
    assertThat(unrecorded.record().alive()).isFalse();
  }
}
