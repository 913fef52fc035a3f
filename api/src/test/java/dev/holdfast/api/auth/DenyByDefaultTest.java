package dev.holdfast.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.RawHttp;
import dev.holdfast.api.testing.TestPlatform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Without a token nothing is reached, however its path is spelt, but for what is public. */
final class DenyByDefaultTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FETCH");
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 405, 501);
  private static final Set<String> PUBLIC =
      Set.of(
          "GET /health/live",
          "HEAD /health/live",
          "GET /health/ready",
          "HEAD /health/ready",
          "GET /.well-known/jwks.json",
          "HEAD /.well-known/jwks.json",
          "GET /api/v1/.well-known/jwks.json",
          "HEAD /api/v1/.well-known/jwks.json");

  private static final Map<String, UnaryOperator<String>> SPELLINGS =
      Map.ofEntries(
          Map.entry("as it is", path -> path),
          Map.entry("first letter encoded", path -> encoded(path, 1, 2)),
          Map.entry("every letter encoded", path -> encoded(path, 1, path.length())),
          Map.entry("second segment's letter encoded", DenyByDefaultTest::secondSegmentEncoded),
          Map.entry("encoded in upper-case hex", path -> "/%4" + path.substring(1)),
          Map.entry("encoded twice", path -> "/%25" + hex(path.charAt(1)) + path.substring(2)),
          Map.entry("matrix parameter after the first segment", path -> afterFirst(path, ";x=1")),
          Map.entry("empty matrix parameter", path -> afterFirst(path, ";")),
          Map.entry("matrix parameter at the end", path -> path + ";x=1"),
          Map.entry("session id", path -> path + ";jsessionid=1"),
          Map.entry("encoded semicolon", path -> afterFirst(path, "%3bx=1")),
          Map.entry("matrix parameter before the path", path -> "/;x=1" + path),
          Map.entry("two slashes at the start", path -> "/" + path),
          Map.entry("three slashes at the start", path -> "//" + path),
          Map.entry("two slashes within", path -> afterFirst(path, "/")),
          Map.entry("slash at the end", path -> path + "/"),
          Map.entry("two slashes at the end", path -> path + "//"),
          Map.entry("dot at the start", path -> "/." + path),
          Map.entry("dot within", path -> afterFirst(path, "/.")),
          Map.entry("encoded dot", path -> "/%2e" + path),
          Map.entry("parent of a made-up segment", path -> "/x/.." + path),
          Map.entry("parent of a public path", path -> "/health/live/../.." + path),
          Map.entry("encoded parent of a public path", path -> "/health/live/%2e%2e/%2e%2e" + path),
          Map.entry("matrix parent of a public path", path -> "/health/live/..;/..;" + path),
          Map.entry("encoded slash", path -> "%2f" + path.substring(1)),
          Map.entry("encoded slash within", path -> afterFirst(path, "%2f.")),
          Map.entry("backslash", path -> path.replace('/', '\\')),
          Map.entry("encoded backslash", path -> "/%5c" + path.substring(1)),
          Map.entry("encoded NUL at the end", path -> path + "%00"),
          Map.entry("encoded line feed", path -> path + "%0a"),
          Map.entry("encoded carriage return", path -> path + "%0d"),
          Map.entry("encoded tab", path -> afterFirst(path, "%09")),
          Map.entry("encoded blank at the end", path -> path + "%20"),
          Map.entry("dot at the end", path -> path + "."),
          Map.entry("suffix", path -> path + ".json"),
          Map.entry("upper case", path -> path.toUpperCase(Locale.ROOT)),
          Map.entry("overlong UTF-8", path -> "/%c1%a1" + path.substring(2)),
          Map.entry("full-width letter", path -> "/%ef%bd%81" + path.substring(2)),
          Map.entry("broken escape", path -> "/%6" + path),
          Map.entry("absolute form", path -> "http://127.0.0.1" + path),
          Map.entry("absolute form of a user", path -> "http://health@127.0.0.1" + path),
          Map.entry("fragment", path -> path + "#/health/live"),
          Map.entry("query that looks public", path -> path + "?/health/live"),
          Map.entry("line separator", path -> path + "%e2%80%a8"));

  @Test
  void shouldRefuseEveryMappingInEverySpellingByEveryMethod() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> paths = mappings();
    int asked = 0;
    try (var raw = new RawHttp(PLATFORM.config().api().port())) {
      for (String path : paths) {
        for (var spelling : SPELLINGS.entrySet()) {
          for (String method : METHODS) {
            String target = spelling.getValue().apply(path);
            if (PUBLIC.contains(method + " " + named(target))) {
              continue;
            }
            asked++;
            RawHttp.Answer answer = raw.send(method, target);
            if (!REFUSALS.contains(answer.status())
                || (!method.equals("HEAD") && !answer.isProblem())) {
              wrong.add(
                  "%s %s (%s): %d %s"
                      .formatted(
                          method, target, spelling.getKey(), answer.status(), answer.headers()));
            }
          }
        }
      }
    }

    assertThat(paths).contains("/api/v1/servers", "/ws/v1/events", "/openapi.json", "/metrics");
    assertThat(SPELLINGS).hasSizeGreaterThanOrEqualTo(40);
    assertThat(asked).isGreaterThan(10_000);
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldRefuseWhatNamesAnotherPathInAHeader() throws IOException {
    try (var raw = new RawHttp(PLATFORM.config().api().port())) {
      for (String header :
          List.of(
              "X-Original-URL: /api/v1/servers",
              "X-Rewrite-URL: /api/v1/servers",
              "X-Forwarded-Prefix: /api/v1",
              "X-HTTP-Method-Override: GET",
              "Forwarded: host=127.0.0.1",
              "X-Forwarded-For: 127.0.0.1")) {
        assertThat(raw.send("GET", "/api/v1/servers", header).status()).isEqualTo(401);
        assertThat(raw.send("GET", "/health/live", header).body()).isEqualTo("{\"status\":\"up\"}");
      }
    }
  }

  @Test
  void shouldTellNothingButOneWordToAnybody() throws IOException {
    try (var raw = new RawHttp(PLATFORM.config().api().port())) {
      assertThat(raw.send("GET", "/health/live").body()).isEqualTo("{\"status\":\"up\"}");
      assertThat(raw.send("GET", "/health/ready").body())
          .matches("\\{\"status\":\"(up|degraded)\"}");
      assertThat(raw.send("HEAD", "/health/ready").status()).isEqualTo(200);
    }
  }

  /** What the dispatcher knows, with words in place of variables. */
  private static Set<String> mappings() {
    Set<String> patterns = new HashSet<>();
    for (RequestMappingHandlerMapping mapping :
        PLATFORM.parts(RequestMappingHandlerMapping.class)) {
      mapping
          .getHandlerMethods()
          .keySet()
          .forEach(info -> patterns.addAll(info.getPatternValues()));
    }
    for (AbstractUrlHandlerMapping mapping : PLATFORM.parts(AbstractUrlHandlerMapping.class)) {
      patterns.addAll(mapping.getHandlerMap().keySet());
    }
    Set<String> paths = new TreeSet<>();
    for (String pattern : patterns) {
      String path = pattern.replaceAll("\\{[^}]*}", "x").replace("**", "x").replace("*", "x");
      if (path.length() > 2) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** The path that a target names by RFC 3986: an encoded letter is that letter. */
  private static String named(String target) {
    String path =
        target.replaceFirst("^http://([a-z]+@)?127[.]0[.]0[.]1", "").replaceAll("[?].*", "");
    return Pattern.compile("%[67][0-9a-f]")
        .matcher(path)
        .replaceAll(
            letter -> String.valueOf((char) Integer.parseInt(letter.group().substring(1), 16)));
  }

  private static String afterFirst(String path, String inserted) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path + inserted : path.substring(0, end) + inserted + path.substring(end);
  }

  private static String secondSegmentEncoded(String path) {
    int second = path.indexOf('/', 1);
    return second < 0 || second + 2 > path.length()
        ? encoded(path, path.length() - 1, path.length())
        : encoded(path, second + 1, second + 2);
  }

  private static String encoded(String path, int from, int to) {
    var text = new StringBuilder(path.substring(0, from));
    for (char c : path.substring(from, to).toCharArray()) {
      text.append(c == '/' ? "/" : "%" + hex(c));
    }
    return text.append(path.substring(to)).toString();
  }

  private static String hex(char c) {
    return "%02x".formatted((int) c);
  }
}
