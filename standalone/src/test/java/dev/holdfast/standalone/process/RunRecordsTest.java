package dev.holdfast.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.standalone.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRecordsTest {

  @TempDir private Path directory;

  @Test
  void shouldReadWhatItWrote() throws IOException {
    RunRecords records = records();
    RunRecord record = record("redis", ProcessIdentity.current()).readyNow();
    records.write(record);

    assertThat(records.read("redis")).contains(record);
    assertThat(records.alive("redis")).contains(record);
    assertThat(Files.getPosixFilePermissions(directory.resolve("run/redis.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void shouldFindNobodyAliveWhenTheProcessIsAnotherOne() throws IOException {
    RunRecords records = records();
    ProcessIdentity self = ProcessIdentity.current();
    records.write(record("redis", new ProcessIdentity(self.pid(), 1, self.bootId())));

    assertThat(records.read("redis")).isPresent();
    assertThat(records.alive("redis")).isEmpty();
  }

  @Test
  void shouldIgnoreARecordThatIsBroken() throws IOException {
    Files.createDirectories(directory.resolve("run"));
    Files.writeString(directory.resolve("run/redis.json"), "{\"part\":\"red");

    assertThat(records().read("redis")).isEmpty();
  }

  @Test
  void shouldListWorkersOnly() throws IOException {
    RunRecords records = records();
    records.write(record("redis", ProcessIdentity.current()));
    records.write(record("worker-17", ProcessIdentity.current()));

    assertThat(records.workers()).extracting(RunRecord::part).containsExactly("worker-17");
  }

  private RunRecords records() {
    return new RunRecords(new Home(directory, directory.resolve("bin")));
  }

  private static RunRecord record(String part, ProcessIdentity process) {
    return new RunRecord(
        part, process, 16379, List.of("redis-server", "redis.conf"), "f", Instant.now(), null);
  }
}
