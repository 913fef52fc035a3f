package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome.Finished;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A worker that dies by SIGKILL at any moment costs nothing and doubles nothing. */
@LabTest
final class ClientKilledIT {
  private static final int KILLS = 20;
  private static final String OPERATION = "op-killed-clients";
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Random random = new Random(20);

  @Test
  void shouldRunEachCommandOnceHoweverItsCallerDies(Lab lab, LabServer server) throws Exception {
    long token = LabFixture.nextToken();
    LabFixture.onServer(lab, "rm -f /root/killed-*");
    for (int i = 0; i < KILLS; i++) {
      killWhileDelivering(server, token, i);
    }

    try (SshjSsh ssh = LabFixture.ssh(server)) {
      Journal journal = new SshJournal(ssh);
      for (int i = 0; i < KILLS; i++) {
        assertThat(journal.run(LabFixture.server(server), entry(token, i), LabFixture.SILENT))
            .isEqualTo(new Finished(0, "done " + i + "\n"));
      }
    }

    String names =
        String.join(" ", IntStream.range(0, KILLS).mapToObj(i -> "killed-" + i).toList());
    assertThat(
            LabFixture.onServer(
                lab,
                "cd /root; for f in "
                    + names
                    + "; do wc -l <$f; done | sort | uniq -c | tr -s ' '"))
        .isEqualTo(" " + KILLS + " 1");
    assertThat(
            LabFixture.onServer(
                lab,
                "cd /var/lib/holdfast/journal/" + OPERATION + "; ls | wc -l; cat */starts | wc -l"))
        .isEqualTo(KILLS + "\n" + KILLS);
  }

  /** Kills a process of its own at a random moment of its delivery. */
  private void killWhileDelivering(LabServer server, long token, int i) throws Exception {
    Process client = client(server, token, i);
    try (BufferedReader out = client.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("connected");
      // Between nothing sent and the result on its way; 0.15 s is how long a start takes here.
      client.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS);
    } finally {
      client.destroyForcibly().waitFor();
    }
  }

  private static Process client(LabServer server, long token, int i) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.addAll(List.of(DeliveringClient.class.getName(), server.address(), "" + server.port()));
    line.addAll(List.of(server.user(), server.keyFile().toString(), server.publicKey()));
    line.addAll(List.of("" + token, "" + i));
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static Entry entry(long token, int i) {
    String script = "echo effect >>/root/killed-" + i + "; sleep 0.1; echo done " + i;
    return new Entry(LabFixture.step(OPERATION, "k" + i, token), script, LONG);
  }
}
