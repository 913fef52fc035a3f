package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.SlowLine;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import dev.holdfast.schemas.transfer.Via;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A busy line is not taken for a dead one, however slow it is; what it carried is kept. */
@LabTest
final class SlowLineIT {
  private static final String DIR = "/home/debian/slow";

  /**
   * As 64 kbit/s are to questions every 4 s, so are 256 kbit/s to questions every second; the test
   * takes a quarter of the time.
   */
  private static final int RATE = 32_000;

  private static final SshSettings ASKING =
      new SshSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          5,
          Duration.ofSeconds(10));

  private final Lab lab;
  private final LabServer labServer;
  private final long token = LabFixture.nextToken();
  private final String operation;

  SlowLineIT(Lab lab, LabServer labServer, TestInfo test) {
    this.lab = lab;
    this.labServer = labServer;
    this.operation = LabFixture.operation(test);
  }

  @BeforeEach
  void makeADirectory() {
    on("rm -rf " + DIR + " && install -d -o debian " + DIR);
  }

  @AfterEach
  void removeIt() {
    on("rm -rf /var/lib/holdfast/transfers " + DIR);
  }

  @Test
  void shouldSendAndFetchWhatKeepsALineBusyForSeconds() throws Exception {
    Bytes content = Bytes.random(160_000);
    atOnce(
        () -> {
          try (SlowLine line = line(RATE);
              Ssh ssh = ssh(ASKING)) {
            Sent sent = send(ssh, line.server(), "sftp", content, Via.SFTP);

            assertThat(on("sha256sum <" + sent.temporary())).startsWith(content.sha256());
          }
        },
        () -> {
          put("fetched", content);
          try (SlowLine line = line(RATE);
              Ssh ssh = ssh(ASKING)) {
            assertThat(fetch(ssh, line.server(), "fetched", Via.SFTP, new BytesReceipt(0)))
                .isEqualTo(content.sha256());
          }
        },
        // What goes by way of a command has no acknowledgements: only the line itself shows signs.
        () -> {
          try (SlowLine line = line(RATE);
              Ssh ssh = ssh(ASKING)) {
            line.breakAfter(110_000);
            assertThatThrownBy(() -> send(ssh, line.server(), "stream", content, Via.STREAM))
                .isInstanceOf(SshException.class);
            assertThat(line.broken()).isTrue();

            Sent sent = send(ssh, line.server(), "stream", content, Via.STREAM);

            assertThat(sent.resumedAt()).isPositive();
            assertThat(on("sha256sum <" + sent.temporary())).startsWith(content.sha256());
          }
        },
        // The system's buffer takes it all at once: for 12 s no write waits, and no answer comes.
        () -> {
          Bytes more = Bytes.random(400_000);
          try (SlowLine line = line(RATE);
              Ssh ssh = ssh(ASKING)) {
            Sent sent = send(ssh, line.server(), "buffered", more, Via.STREAM);

            assertThat(on("sha256sum <" + sent.temporary())).startsWith(more.sha256());
          }
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldGiveUpALineThatDiesWhileMuchIsUnderWay() throws Exception {
    try (SlowLine line = line(50_000_000);
        Ssh ssh = ssh(ASKING)) {
      Content dying = new SilentAfter(Bytes.random(40_000_000), 4_000_000, line);

      assertThatThrownBy(() -> send(ssh, line.server(), "dead", dying, Via.SFTP))
          .isInstanceOf(SshException.class);
    }
  }

  /** Silences the line when so much has been read of it. */
  private record SilentAfter(Content content, long bytes, SlowLine line) implements Content {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public String sha256() {
      return content.sha256();
    }

    @Override
    public InputStream open(long offset) throws IOException {
      return new FilterInputStream(content.open(offset)) {
        private long read;

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
          int n = super.read(into, at, length);
          read += n;
          if (read > bytes) {
            line.fallSilent();
          }
          return n;
        }
      };
    }
  }

  private SlowLine line(long bytesPerSecond) throws IOException {
    return new SlowLine(LabFixture.server(labServer), bytesPerSecond, Duration.ZERO);
  }

  private Ssh ssh(SshSettings settings) {
    return new SshjSsh(LabFixture.credentials(labServer), settings);
  }

  private Sent send(Ssh ssh, Server server, String name, Content content, Via via) {
    CopyInput input = new CopyInput("", DIR + "/" + name, null, null, "0644", false, via);
    return new Uploads(ssh, new SshJournal(ssh))
        .send(server, LabFixture.step(operation, name, token), input, content, BytesReceipt.NOBODY);
  }

  private String fetch(Ssh ssh, Server server, String name, Via via, BytesReceipt receipt) {
    FetchInput input = new FetchInput(DIR + "/" + name, false, via);
    return new Downloads(ssh).fetch(server, input, receipt, BytesReceipt.NOBODY).sha256();
  }

  private void put(String name, Bytes content) throws IOException {
    try (Ssh ssh = ssh(SshSettings.defaults());
        InputStream in = content.open(0)) {
      on("install -o debian /dev/null " + DIR + "/" + name);
      Place place = new Place(LabFixture.server(labServer), DIR + "/" + name, false);
      new StreamCarrier(ssh).send(place, 0, content.size(), in);
    }
  }

  private interface Part {
    void run() throws Exception;
  }

  private static void atOnce(Part... parts) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Callable<Boolean>> all =
          Stream.of(parts)
              .<Callable<Boolean>>map(part ->
                  () -> {
                    part.run();
                    return true;
                  })
              .toList();
      for (Future<Boolean> done : threads.invokeAll(all)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  private String on(String script) {
    return LabFixture.onServer(lab, script);
  }
}
