package dev.holdfast.standalone.port;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Health checks over HTTP, with as few classes as they need. */
public final class Http {

  private static final int TIMEOUT_MILLIS = 3000;

  private Http() {}

  /** Succeeds if a GET answers 200. */
  public static void requireOk(String url) throws IOException {
    HttpURLConnection connection = open(url);
    try {
      requireOk(connection);
    } finally {
      connection.disconnect();
    }
  }

  /** The body of what a GET with this bearer token answers with 200. */
  public static String get(String url, String token) throws IOException {
    HttpURLConnection connection = open(url);
    try {
      connection.setRequestProperty("Authorization", "Bearer " + token);
      requireOk(connection);
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return connection;
  }

  private static void requireOk(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException(connection.getURL() + " answered " + status);
    }
  }
}
