package dev.holdfast.cli.stack;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Asks registries which digest a tag means now, without a login. */
final class RegistryDigests implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String KINDS =
      "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern PART = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * The digest of an image.
   *
   * @throws Failure if the registry cannot be reached, wants a login, or has no such image
   */
  String of(ImageName image) {
    HttpResponse<String> answer = ask(image, "");
    if (answer.statusCode() == 401) {
      answer = ask(image, token(image, answer));
    }
    if (answer.statusCode() == 404) {
      throw refused(image, "has no such image", "correct its name or its tag");
    }
    String digest = answer.headers().firstValue("Docker-Content-Digest").orElse("");
    if (answer.statusCode() != 200 || !DIGEST.matcher(digest).matches()) {
      throw refused(
          image,
          "does not say its digest (HTTP %d)".formatted(answer.statusCode()),
          "write image@sha256:… as docker pull prints it where you are logged in");
    }
    return digest;
  }

  private HttpResponse<String> ask(ImageName image, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(image.manifest()))
            .timeout(PATIENCE)
            .header("Accept", KINDS)
            .method("HEAD", HttpRequest.BodyPublishers.noBody());
    return send(
        image, token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
  }

  /** Registries give everybody a token who asks where they say. */
  private String token(ImageName image, HttpResponse<String> refusal) {
    String challenge = refusal.headers().firstValue("WWW-Authenticate").orElse("");
    String realm = "";
    String service = "";
    Matcher parts = PART.matcher(challenge);
    while (parts.find()) {
      switch (parts.group(1)) {
        case "realm" -> realm = parts.group(2);
        case "service" -> service = parts.group(2);
        default -> {}
      }
    }
    if (!challenge.startsWith("Bearer ") || !realm.matches("https?://.+")) {
      throw refused(
          image,
          "wants a login",
          "write image@sha256:… as docker pull prints it where you are logged in");
    }
    String scope =
        URLEncoder.encode(
            "repository:%s:pull".formatted(image.repository()), StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        send(
            image,
            HttpRequest.newBuilder(
                    URI.create(
                        "%s?service=%s&scope=%s"
                            .formatted(
                                realm, URLEncoder.encode(service, StandardCharsets.UTF_8), scope)))
                .timeout(PATIENCE));
    JsonNode token = answer.statusCode() == 200 ? Json.parse(answer.body()) : Json.object();
    String text = Json.text(token, "token");
    return text.isEmpty() ? Json.text(token, "access_token") : text;
  }

  private HttpResponse<String> send(ImageName image, HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "the registry %s cannot be reached from here".formatted(image.registry()),
          "check its name and the way there");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", "ask again");
    }
  }

  private static Failure refused(ImageName image, String what, String remedy) {
    return Failure.usage(
        "the registry %s %s: %s:%s"
            .formatted(image.registry(), what, image.repository(), image.tag()),
        remedy);
  }

  @Override
  public void close() {
    http.close();
  }
}
