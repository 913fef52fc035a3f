package dev.holdfast.e2e;

import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Another user of the machine, {@code nobody}, who has no token and asks every port of the platform
 * by HTTP and HTTPS for whatever there could be.
 */
final class OtherUser {
  /** What is presented: nothing, or what is made up. */
  private static final List<List<String>> PRESENTED =
      List.of(
          List.of(),
          List.of("-H", "Host: evil.example"),
          List.of("-H", "Host: localhost", "-H", "X-Forwarded-For: 127.0.0.1"),
          List.of("-H", "Authorization: Bearer hf_" + "A".repeat(43)),
          List.of("-H", "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."),
          List.of("-u", "admin:admin"),
          List.of("-H", "Cookie: holdfast_session=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."),
          List.of("-H", "X-Holdfast-User: admin", "-H", "Origin: http://127.0.0.1"));

  private static final Set<Port> HTTP = Set.of(Port.API, Port.TEMPORAL_UI, Port.TEMPORAL_UI_SERVER);

  private final List<String> paths;

  /**
   * @param workflow the id of one that runs
   */
  OtherUser(String workflow) {
    paths =
        List.of(
            "/api/v1/namespaces/holdfast/workflows",
            "/api/v1/namespaces/holdfast/workflows/" + workflow,
            "/namespaces/holdfast/workflows",
            "/%61pi/v1/operations",
            "/api;x=1/v1/operations",
            "/api/v1/operations/" + workflow,
            "/metrics",
            "/debug/pprof/");
  }

  /** All that each port answers, statuses included, by port, scheme and what was presented. */
  Map<String, String> asks(Ports ports) throws Exception {
    try (ExecutorService askers = Executors.newFixedThreadPool(8)) {
      Map<String, Future<String>> asked = new LinkedHashMap<>();
      for (Port port : Port.values()) {
        // What speaks no HTTP makes no difference between headers.
        for (List<String> presented : HTTP.contains(port) ? PRESENTED : PRESENTED.subList(0, 1)) {
          for (String scheme : List.of("http", "https")) {
            asked.put(
                "%s by %s %s".formatted(port, scheme, presented),
                askers.submit(() -> ask(scheme + "://127.0.0.1:" + ports.get(port), presented)));
          }
        }
      }
      Map<String, String> answers = new LinkedHashMap<>();
      for (Map.Entry<String, Future<String>> each : asked.entrySet()) {
        answers.put(each.getKey(), each.getValue().get());
      }
      return answers;
    }
  }

  private String ask(String base, List<String> presented) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-sk"));
    command.addAll(List.of("--path-as-is", "--max-time", "2", "-w", "\nstatus %{http_code}\n"));
    command.addAll(presented);
    paths.forEach(path -> command.add(base + path));
    Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
    curl.getOutputStream().close();
    return new String(curl.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
