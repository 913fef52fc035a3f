package dev.holdfast.activities.containers.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.containers.monitor.RunningContainer.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script reads the files of both generations of cgroups, as servers have them. */
final class SampleScriptTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/dev/holdfast/activities/containers/monitor").toAbsolutePath();
  private static final String V1 =
      "4754a8e2944533a3008f7291b15e5e4ee8a401a71bbc8e5b6a992d7a03267033";
  private static final String V2 =
      "9b1c0de5a7f14c8e8f5f7a4be1d1b0e0c6f3a2d49e8b7c6d5e4f3a2b1c0d9e8f";

  @Test
  void shouldReadTheFirstGeneration() throws IOException {
    ServerReading answer = answer("v1", V1 + " 4711");

    assertThat(answer.memory()).isEqualTo(25_276_510_208L);
    assertThat(answer.readings().get(V1))
        .isEqualTo(
            new ContainerReading(
                V1,
                844_587_576L,
                50_000L,
                100_000L,
                1_269_760L,
                0L,
                67_108_864L,
                3L,
                2,
                646,
                0,
                2.5));
  }

  @Test
  void shouldReadTheSecondGeneration() throws IOException {
    ServerReading answer = answer("v2", V2 + " 815");

    assertThat(answer.uptime()).isEqualTo(86_400.25);
    assertThat(answer.readings().get(V2))
        .isEqualTo(
            new ContainerReading(
                V2,
                73_512_345_000L,
                150_000L,
                100_000L,
                209_715_200L,
                41_943_040L,
                268_435_456L,
                3L,
                0,
                9_876_544_210L,
                123_457_289L,
                100.0));
  }

  @Test
  void shouldNotTakeAnotherProcessForTheContainer() throws IOException {
    ServerReading answer = answer("v2", V1 + " 815\n" + V2 + " 4711");

    assertThat(answer.readings()).isEmpty();
    assertThat(answer.gone()).containsExactlyInAnyOrder(V1, V2);
  }

  /** Of what is open there, it has begun one; another one came to where it listens. */
  @Test
  void shouldReadWhatAContainerInTheNetworkOfTheServerHasOpen(@TempDir Path base)
      throws IOException {
    try (Stream<Path> all = Files.walk(RECORDED.resolve("v1"))) {
      for (Path one : all.toList()) {
        Path copy = base.resolve(RECORDED.resolve("v1").relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(one, copy);
        }
      }
    }
    Path opened = Files.createDirectory(base.resolve("proc/4711/fd"));
    Files.createSymbolicLink(opened.resolve("0"), Path.of("/dev/null"));
    Files.createSymbolicLink(opened.resolve("3"), Path.of("socket:[41202]"));
    Files.createSymbolicLink(opened.resolve("4"), Path.of("socket:[41204]"));

    ServerReading answer = answer(base, V1 + " 4711 host");

    assertThat(answer.readings().get(V1)).extracting(ContainerReading::connections).isEqualTo(2L);
    assertThat(answer.connections(running(Network.SERVER)))
        .extracting(SeenConnection::destination)
        .containsExactly("10.0.0.1:443/tcp");
    assertThat(answer.connections(running(Network.OWN))).isEmpty();
  }

  private static RunningContainer running(Network network) {
    return new RunningContainer(V1, "web", 4711, 0, null, network, List.of());
  }

  private static ServerReading answer(String recorded, String request) throws IOException {
    return answer(RECORDED.resolve(recorded), request);
  }

  /** The script and the request are in one stream, as they are on a server. */
  private static ServerReading answer(Path base, String request) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-s").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream in = shell.getOutputStream();
        BufferedReader out = shell.inputReader(StandardCharsets.UTF_8)) {
      in.write(
          "base='%s'\n%s".formatted(base, SampleReader.SCRIPT).getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertThat(out.readLine()).isEqualTo("ready");
      in.write((request + "\nsample\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      List<String> lines = new ArrayList<>();
      for (String line = out.readLine(); line != null && !line.equals("done"); ) {
        lines.add(line);
        line = out.readLine();
      }
      return ServerReading.parse(lines);
    } finally {
      shell.destroy();
    }
  }
}
