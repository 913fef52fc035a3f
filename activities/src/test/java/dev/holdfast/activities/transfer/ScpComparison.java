package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.SlowLine;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Files over a line of any kind, by us and by OpenSSH's {@code scp}, each on a line of its own. */
final class ScpComparison {
  private static final String DIR = "/home/debian/lines";
  private static final double MOST = 1.5;

  private final Lab lab;
  private final LabServer labServer;
  private final String operation;
  private final int size;
  private final double aroundSeconds;
  private final int least;
  private final long token = LabFixture.nextToken();

  /**
   * @param size of the files, in bytes
   * @param aroundSeconds for what is asked before and after, and a login once more after a break
   * @param least more bytes than that have arrived when half of them were sent and the line broke
   */
  ScpComparison(
      Lab lab, LabServer labServer, String operation, int size, double aroundSeconds, int least) {
    this.least = least;
    this.lab = lab;
    this.labServer = labServer;
    this.operation = operation;
    this.size = size;
    this.aroundSeconds = aroundSeconds;
  }

  void begin() {
    on("rm -rf " + DIR + " && install -d -o debian " + DIR);
  }

  void end() {
    on("rm -rf /var/lib/holdfast/transfers " + DIR);
  }

  private interface Way {
    void over(Server server, SlowLine line) throws Exception;
  }

  /**
   * Sends and fetches, and prints how long that took.
   *
   * @param delay of every byte, one way
   * @param breaks whether our lines are broken half-way, once each
   */
  void compare(String what, Path directory, long bytesPerSecond, Duration delay, boolean breaks)
      throws Exception {
    Bytes content = Bytes.random(size);
    Path local = Files.write(directory.resolve("local"), content.bytes());
    String remote = DIR + "/there";
    on("cat >" + remote + " </dev/null; chown debian " + remote);
    try (Ssh ssh = LabFixture.ssh(labServer);
        InputStream in = content.open(0)) {
      Place place = new Place(LabFixture.server(labServer), remote, false);
      new StreamCarrier(ssh).send(place, 0, size, in);
    }
    List<Way> ways =
        List.of(
            (server, line) -> up(server, line, what, content, breaks),
            (server, line) -> scp(server, local.toString(), remote(server, DIR + "/theirs")),
            (server, line) -> down(server, line, remote, content, breaks),
            (server, line) ->
                scp(server, remote(server, remote), directory.resolve("fetched").toString()));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Callable<Double>> all =
          ways.stream()
              .<Callable<Double>>map(way ->
                  () -> {
                    try (SlowLine line =
                        new SlowLine(LabFixture.server(labServer), bytesPerSecond, delay)) {
                      long began = System.nanoTime();
                      way.over(line.server(), line);
                      return (System.nanoTime() - began) / 1e9;
                    }
                  })
              .toList();
      List<Future<Double>> done = threads.invokeAll(all);
      double up = done.get(0).get();
      double scpUp = done.get(1).get();
      double down = done.get(2).get();
      double scpDown = done.get(3).get();
      System.out.printf(
          "%d bytes, %s: up %.1f s (scp %.1f), down %.1f s (scp %.1f)%s%n",
          size, what, up, scpUp, down, scpDown, breaks ? ", each of ours broken once" : "");
      assertThat(up).as(what).isLessThan(MOST * scpUp + aroundSeconds);
      assertThat(down).as(what).isLessThan(MOST * scpDown + aroundSeconds);
    }
  }

  private void up(Server server, SlowLine line, String what, Bytes content, boolean breaks) {
    try (Ssh ssh = LabFixture.ssh(labServer)) {
      Uploads uploads = new Uploads(ssh, new SshJournal(ssh));
      CopyInput input = new CopyInput("", DIR + "/ours", null, null, "0644", false, null);
      Step step = LabFixture.step(operation, "send-" + what.charAt(0), token);
      if (breaks) {
        line.breakAfter(size / 2);
        assertThatThrownBy(() -> uploads.send(server, step, input, content, BytesReceipt.NOBODY))
            .isInstanceOf(SshException.class);
        assertThat(line.broken()).isTrue();
      }
      Sent sent = uploads.send(server, step, input, content, BytesReceipt.NOBODY);
      assertThat(sent.resumedAt()).isGreaterThan(breaks ? least : -1);
      assertThat(on("sha256sum <" + sent.temporary())).startsWith(content.sha256());
    }
  }

  private void down(Server server, SlowLine line, String remote, Bytes content, boolean breaks) {
    try (Ssh ssh = LabFixture.ssh(labServer)) {
      Downloads downloads = new Downloads(ssh);
      BytesReceipt receipt = new BytesReceipt(0);
      FetchInput input = new FetchInput(remote, false, null);
      if (breaks) {
        line.breakAfter(size / 2);
        assertThatThrownBy(() -> downloads.fetch(server, input, receipt, BytesReceipt.NOBODY))
            .isInstanceOf(SshException.class);
        assertThat(line.broken()).isTrue();
      }
      assertThat(downloads.fetch(server, input, receipt, BytesReceipt.NOBODY).sha256())
          .isEqualTo(content.sha256());
      assertThat(receipt.startedAt()).isGreaterThan(breaks ? least : -1);
    }
  }

  private static String remote(Server server, String path) {
    return server.user() + "@" + server.address() + ":" + path;
  }

  private void scp(Server server, String from, String to) throws IOException, InterruptedException {
    Process scp =
        new ProcessBuilder(
                "scp",
                "-q",
                "-i",
                labServer.keyFile().toString(),
                "-oUserKnownHostsFile=/dev/null",
                "-oStrictHostKeyChecking=no",
                "-oLogLevel=ERROR",
                "-P",
                Integer.toString(server.port()),
                from,
                to)
            .redirectErrorStream(true)
            .start();
    String said = new String(scp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(scp.waitFor()).as(said).isZero();
  }

  private String on(String script) {
    return lab.exec(labServer.name(), "sh", "-c", script).orThrow();
  }
}
