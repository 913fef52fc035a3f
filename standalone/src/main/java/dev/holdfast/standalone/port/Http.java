package dev.holdfast.standalone.port;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.tls.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** Health checks over HTTP, with as few classes as they need. */
public final class Http {

  private static final int TIMEOUT_MILLIS = 5000;

  private Http() {}

  /**
   * Succeeds if a GET answers 200.
   *
   * @param tls whom to trust; null for whom Java trusts
   */
  public static void requireOk(String url, PlatformConfig.@Nullable Tls tls) throws IOException {
    HttpURLConnection connection = open(url, tls);
    try {
      requireOk(connection);
    } finally {
      connection.disconnect();
    }
  }

  /**
   * The body of what a GET with this bearer token answers with 200.
   *
   * @param tls whom to trust; null for whom Java trusts
   */
  public static String get(String url, PlatformConfig.@Nullable Tls tls, String token)
      throws IOException {
    HttpURLConnection connection = open(url, tls);
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

  private static HttpURLConnection open(String url, PlatformConfig.@Nullable Tls tls)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    if (tls != null && connection instanceof HttpsURLConnection secured) {
      secured.setSSLSocketFactory(ClientTls.context(tls).getSocketFactory());
    }
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
