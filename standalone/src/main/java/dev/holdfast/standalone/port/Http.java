package dev.holdfast.standalone.port;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Health checks over HTTP, with as few classes as they need. */
public final class Http {

  private static final int TIMEOUT_MILLIS = 3000;

  private Http() {}

  /** Succeeds if a GET answers 200. */
  public static void requireOk(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException(url + " answered " + status);
      }
    } finally {
      connection.disconnect();
    }
  }
}
