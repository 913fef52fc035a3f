package dev.holdfast.api.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Counts what compression saves: Tomcat tells an access log of each response once it is sent. */
final class CompressionMetrics extends ValveBase implements AccessLog {
  CompressionMetrics() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
  }

  @Override
  public void log(Request request, Response response, long nanos) {
    if (response == null || response.getCoyoteResponse() == null) {
      return;
    }
    String encoding = String.valueOf(response.getHeader("Content-Encoding"));
    boolean compressed = encoding.equals("gzip") || encoding.equals("br");
    Metrics.counter("holdfast.http.responses", "compressed", Boolean.toString(compressed))
        .increment();
    if (compressed) {
      long made =
          request.getAttribute(BrotliFilter.MADE) instanceof Long bytes
              ? bytes
              : response.getContentWritten();
      bytes("made", encoding).increment((double) made);
      bytes("sent", encoding).increment((double) response.getBytesWritten(false));
    }
  }

  private static Counter bytes(String stage, String encoding) {
    return Metrics.counter("holdfast.http.compressed.bytes", "stage", stage, "encoding", encoding);
  }

  /** Whoever logs the address of a request is none of ours. */
  @Override
  public void setRequestAttributesEnabled(boolean enabled) {}

  @Override
  public boolean getRequestAttributesEnabled() {
    return false;
  }
}
