package dev.holdfast.api.web;

import jakarta.servlet.http.HttpServletRequest;

/** From where a request comes. */
public final class Client {
  private Client() {}

  /** The address, and the program as it names itself. */
  public static String of(HttpServletRequest request) {
    String program = request.getHeader("User-Agent");
    return request.getRemoteAddr() + (program == null ? "" : " " + program);
  }
}
