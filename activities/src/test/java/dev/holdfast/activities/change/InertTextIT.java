package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import io.temporal.failure.ActivityFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Text that would make a file if anything took it for a command, given to what writes text on a
 * server: it stands there as it was given, and there is no such file.
 */
@LabTest
final class InertTextIT {
  private static final String SERVER = "lab-1";
  private static final String DIRECTORY = "/etc/inert";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each would make a file whose name begins with {@code injected}, somewhere. */
  private static final List<String> HOSTILE =
      List.of(
          "$(touch /var/tmp/injected)",
          "`touch /var/tmp/injected`",
          "a;touch /var/tmp/injected;#",
          "a|touch /var/tmp/injected",
          "a&touch /var/tmp/injected&",
          "';touch /var/tmp/injected;'",
          "\";touch /var/tmp/injected;\"",
          "'\"';touch${IFS}/var/tmp/injected;'\"'",
          ">/var/tmp/injected",
          "HOLDFAST_END\";touch /var/tmp/injected",
          "EOF\ntouch /var/tmp/injected\nEOF",
          "a\ntouch /var/tmp/injected\n",
          "%n$(touch /var/tmp/injected)%s",
          "\\$(touch /var/tmp/injected)\\",
          "@{[`touch /var/tmp/injected`]}",
          "s/x/touch injected/e;w /var/tmp/injected",
          "../../var/tmp/injected",
          "-e touch /var/tmp/injected",
          "\u202e;touch /var/tmp/injected");

  private static Bench bench;

  @BeforeAll
  static void start(List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
  }

  @AfterEach
  void clean(Lab lab) {
    sh(lab, "rm -rf " + DIRECTORY + " /etc/sysctl.d/*inert* /var/tmp/injected*");
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @Test
  void shouldWriteContentsAsTheyAre(Lab lab) throws IOException {
    sh(lab, "mkdir " + DIRECTORY);
    List<Map<String, Object>> files = new ArrayList<>();
    for (int n = 0; n < HOSTILE.size(); n++) {
      String text = HOSTILE.get(n);
      files.add(Map.of("path", path("content", n), "content", text));
      files.add(
          Map.of(
              "path", path("template", n), "content", "{{ x }}", "variables", Map.of("x", text)));
    }

    apply(files);

    Map<String, String> written = written(lab);
    for (int n = 0; n < HOSTILE.size(); n++) {
      assertThat(written).containsEntry(path("content", n), HOSTILE.get(n));
      assertThat(written).containsEntry(path("template", n), HOSTILE.get(n));
    }
    assertNothingRan(lab);
  }

  @Test
  void shouldWriteLinesBlocksAndLinksAsTheyAre(Lab lab) throws IOException {
    List<String> lines = HOSTILE.stream().filter(text -> !text.contains("\n")).toList();
    sh(
        lab,
        "mkdir %1$s && for n in $(seq 0 %2$d); do printf 'first\\nx injected x\\nlast\\n' >%1$s/line-$n; cp %1$s/line-$n %1$s/block-$n; done"
            .formatted(DIRECTORY, lines.size() - 1));
    List<Map<String, Object>> files = new ArrayList<>();
    for (int n = 0; n < lines.size(); n++) {
      String text = lines.get(n);
      String expression = Pattern.quote(text);
      String after = expression + "|first";
      files.add(
          Map.of(
              "path",
              path("line", n),
              "lines",
              List.of(Map.of("line", text, "matching", expression, "after", after))));
      files.add(
          Map.of(
              "path",
              path("block", n),
              "blocks",
              List.of(
                  Map.of("name", "b", "content", text, "comment", "`w;$(w)'", "after", after))));
      if (text.matches("[ -~]+")) {
        files.add(Map.of("path", path("link", n), "link", text));
      }
    }

    apply(files);

    Map<String, String> written = written(lab);
    for (int n = 0; n < lines.size(); n++) {
      String text = lines.get(n);
      assertThat(lines(written, path("line", n))).contains("first", "last", text);
      assertThat(lines(written, path("block", n))).contains("first", "last", text);
      if (text.matches("[ -~]+")) {
        assertThat(written).containsEntry(path("link", n), text);
      }
    }
    assertNothingRan(lab);
  }

  @Test
  void shouldTakeNoParameterOfTheKernelForACommand(Lab lab) throws IOException {
    // The kernel takes none of these: what counts is that nothing else does.
    for (String value : List.of("$(touch${IFS}/var/tmp/injected)", "1;touch /var/tmp/injected")) {
      Bench.Operation operation = bench.operation(SERVER, "server-setup");
      PlanSummary plan =
          operation.plan(
              JSON.writeValueAsString(
                  Map.of("sysctl", List.of(Map.of("key", "net.ipv4.ip_forward", "value", value)))));
      if (plan.refusals().isEmpty()) {
        try {
          var _ = operation.applyAll(plan);
        } catch (ActivityFailure refused) {
          operation.end();
        }
      }
    }

    assertNothingRan(lab);
    sh(lab, "grep -ls injected /etc/sysctl.d/* | xargs -r rm");
  }

  private static void apply(List<Map<String, Object>> files) throws IOException {
    Bench.Operation operation = bench.operation(SERVER, "server-setup");
    PlanSummary plan = operation.plan(JSON.writeValueAsString(Map.of("files", files)));
    assertThat(plan.refusals()).isEmpty();
    assertThat(operation.applyAll(plan)).allMatch(done -> done.result() == Result.APPLIED);
  }

  private static String path(String kind, int number) {
    return DIRECTORY + "/" + kind + "-" + number;
  }

  private static Stream<String> lines(Map<String, String> written, String path) {
    return written.getOrDefault(path, "").lines();
  }

  /** The files by their paths, to the byte; of links to where they lead. */
  private static Map<String, String> written(Lab lab) {
    Map<String, String> written = new HashMap<>();
    sh(
            lab,
            "for f in %s/*; do printf '%%s ' \"$f\"; if [ -L \"$f\" ]; then readlink -n \"$f\"; else cat \"$f\"; fi | base64 -w0; echo; done"
                .formatted(DIRECTORY))
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(line ->
            written.put(
                line[0], new String(Base64.getDecoder().decode(line[1]), StandardCharsets.UTF_8)));
    return written;
  }

  private static void assertNothingRan(Lab lab) {
    assertThat(sh(lab, "find / -xdev -name 'injected*' -not -path '/proc/*'")).isEmpty();
  }

  private static String sh(Lab lab, String command) {
    return lab.exec(SERVER, "sh", "-c", command).orThrow().strip();
  }
}
