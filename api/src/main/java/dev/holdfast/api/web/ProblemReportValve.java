package dev.holdfast.api.web;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.Problem;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with a problem document where Tomcat refuses a request before any filter sees it, such as
 * one with an encoded slash, and where nobody else has answered.
 */
public final class ProblemReportValve extends ErrorReportValve {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int code = response.getStatus();
    HttpStatus status = HttpStatus.resolve(code);
    if (code < 400 || status == null || response.getContentWritten() > 0) {
      return;
    }
    var answerable = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, answerable);
    if (!answerable.get() || !response.setErrorReported()) {
      return;
    }
    String reason = status.getReasonPhrase();
    Problem problem =
        ApiException.of(
                status,
                reason.toLowerCase(Locale.ROOT).replace(' ', '-'),
                status.is4xxClientError()
                    ? "The request's method, path or headers are malformed or too long."
                    : "Something went wrong in Holdfast itself; its log says more.")
            .problem();
    try {
      response.setContentType(Problem.MEDIA_TYPE);
      response.getOutputStream().write(JSON.writeValueAsBytes(problem));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      // Whoever asked has gone, or somebody has begun to answer.
    }
  }
}
