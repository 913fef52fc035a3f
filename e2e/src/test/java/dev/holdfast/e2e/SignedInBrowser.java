package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.HomeJson;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks the Temporal Web UI as a browser does, before and after its owner has signed in. */
final class SignedInBrowser implements AutoCloseable {
  private final Home home;
  private final PlatformConfig config;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

  SignedInBrowser(Home home) {
    this.home = home;
    this.config = PlatformConfig.read(home.root());
  }

  /** Opens the link of {@code holdfast ui temporal}; where that leads. */
  URI signIn() throws Exception {
    JsonNode owner = HomeJson.MAPPER.readTree(home.root().resolve("cli.json").toFile());
    HttpResponse<String> link =
        send(
            HttpRequest.newBuilder(URI.create(config.api().url() + "/api/v1/auth/links"))
                .header("Authorization", "Bearer " + owner.path("token").asText())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"temporal\"}")));
    URI url = URI.create(HomeJson.MAPPER.readTree(link.body()).path("url").asText());
    HttpResponse<String> signedIn = send(HttpRequest.newBuilder(url));
    assertThat(signedIn.statusCode()).isEqualTo(303);
    return URI.create(signedIn.headers().firstValue("Location").orElseThrow());
  }

  /** Reads a path of the Web UI. */
  HttpResponse<String> read(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(config.temporal().uiUrl() + path)));
  }

  /** Writes to a path of the Web UI, as one of its own pages would. */
  HttpResponse<String> write(String path) throws Exception {
    String token =
        cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals("_csrf"))
            .map(HttpCookie::getValue)
            .findFirst()
            .orElseThrow();
    return send(
        HttpRequest.newBuilder(URI.create(config.temporal().uiUrl() + path))
            .header("X-CSRF-TOKEN", token)
            .header("Origin", String.valueOf(config.temporal().uiUrl()))
            .POST(HttpRequest.BodyPublishers.ofString("{}")));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
  }
}
