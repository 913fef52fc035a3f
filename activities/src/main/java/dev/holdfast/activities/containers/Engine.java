package dev.holdfast.activities.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An engine that is reached.
 *
 * @param client its API
 * @param http what the API is spoken over
 */
public record Engine(DockerClient client, DockerHttpClient http) {

  /**
   * What the engine itself says, as JSON, with all that this version of the client does not know.
   *
   * @param path of the engine's API, such as {@code /networks}
   * @throws DockerException if it refuses
   */
  public String get(String path) {
    Request request = Request.builder().method(Request.Method.GET).path(path).build();
    try (Response response = http.execute(request)) {
      String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
      if (response.getStatusCode() != 200) {
        throw new DockerException(body, response.getStatusCode());
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
