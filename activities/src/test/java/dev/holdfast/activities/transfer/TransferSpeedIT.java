package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast each channel is beside OpenSSH's {@code sftp}, in the same run on the same server;
 * prints it. {@code -Dholdfast.transfer.mib=512} for a measurement that deserves the name.
 */
@LabTest
final class TransferSpeedIT {
  private static final long SIZE = Long.getLong("holdfast.transfer.mib", 48) << 20;
  private static final String DIR = "/home/debian/speed";

  /** Noise on a busy machine is large; what is ten times slower is broken. */
  private static final double SLOWEST = 0.1;

  private final Lab lab;
  private final LabServer labServer;

  TransferSpeedIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
  }

  @Test
  void shouldNotBeSlowBesideOpenSsh(@TempDir Path directory) throws Exception {
    LargeContent content = LargeContent.of(SIZE);
    Path local = directory.resolve("local");
    try (InputStream in = content.open(0);
        OutputStream out = Files.newOutputStream(local)) {
      in.transferTo(out);
    }
    Map<String, Double> ratios = new LinkedHashMap<>();
    LabFixture.onServer(lab, "rm -rf " + DIR + " && install -d -o debian " + DIR);
    try (Ssh ssh = LabFixture.ssh(labServer)) {
      double up = seconds(() -> sftp(directory, "put " + local + " " + DIR + "/theirs"));
      double down = seconds(() -> sftp(directory, "get " + DIR + "/theirs " + local));
      print("OpenSSH sftp", up, down);
      for (Carrier carrier :
          List.of(new SftpCarrier(ssh), new ScpCarrier(ssh), new StreamCarrier(ssh))) {
        Place place =
            new Place(LabFixture.server(labServer), DIR + "/" + carrier.via().word(), false);
        LabFixture.onServer(lab, "install -o debian /dev/null " + place.path());
        double ourUp =
            seconds(() -> {
              try (InputStream in = content.open(0)) {
                carrier.send(place, 0, SIZE, in);
              }
            });
        LargeContent.Drain drain = new LargeContent.Drain();
        double ourDown = seconds(() -> carrier.receive(place, 0, drain));
        assertThat(drain.sha256()).isEqualTo(content.sha256());
        print(carrier.via().word(), ourUp, ourDown);
        ratios.put(carrier.via().word() + " up", up / ourUp);
        ratios.put(carrier.via().word() + " down", down / ourDown);
      }
    } finally {
      LabFixture.onServer(lab, "rm -rf " + DIR);
    }
    System.out.println("TransferSpeedIT: speed of ours / OpenSSH's: " + ratios);
    assertThat(ratios.values()).allSatisfy(ratio -> assertThat(ratio).isGreaterThan(SLOWEST));
  }

  private static void print(String what, double up, double down) {
    System.out.printf(
        "TransferSpeedIT: %-12s up %6.1f MB/s  down %6.1f MB/s%n",
        what, SIZE / up / 1e6, SIZE / down / 1e6);
  }

  private void sftp(Path directory, String line) throws IOException, InterruptedException {
    Path batch = Files.writeString(directory.resolve("batch"), line + "\n");
    Path hosts = Files.writeString(directory.resolve("hosts"), labServer.knownHosts());
    Process sftp =
        new ProcessBuilder(
                "sftp",
                "-q",
                "-b",
                batch.toString(),
                "-i",
                labServer.keyFile().toString(),
                "-oUserKnownHostsFile=" + hosts,
                "-oIdentitiesOnly=yes",
                "-P",
                Integer.toString(labServer.port()),
                labServer.user() + "@" + labServer.address())
            .redirectErrorStream(true)
            .start();
    String said = new String(sftp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(sftp.waitFor()).as(said).isZero();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
  }
}
