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
    boolean compressed = "gzip".equals(response.getHeader("Content-Encoding"));
    Metrics.counter("holdfast.http.responses", "compressed", Boolean.toString(compressed))
        .increment();
    if (compressed) {
      bytes("made").increment((double) response.getContentWritten());
      bytes("sent").increment((double) response.getBytesWritten(false));
    }
  }

  private static Counter bytes(String stage) {
    return Metrics.counter("holdfast.http.compressed.bytes", "stage", stage);
  }

  /** Whoever logs the address of a request is none of ours. */
  @Override
  public void setRequestAttributesEnabled(boolean enabled) {}

  @Override
  public boolean getRequestAttributesEnabled() {
    return false;
  }
}
