package dev.holdfast.api.auth;

import jakarta.servlet.http.HttpServletRequest;

/** What a request for events asks for; said once, because what is allowed depends on it. */
public final class EventParameters {
  private EventParameters() {}

  /** Whether it is for the stream of events; else for the documents of one operation. */
  public static boolean askForStream(HttpServletRequest request) {
    return request.getParameter("after") != null || request.getParameter("operation") == null;
  }
}
