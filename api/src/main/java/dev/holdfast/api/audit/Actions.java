package dev.holdfast.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** What a request does to the platform, in the words in which the audit has it. */
public final class Actions {
  private static final String NAME = Actions.class.getName();

  private Actions() {}

  /**
   * One of them.
   *
   * @param server that it is about; null for none
   * @param operation that it is about; null for none
   * @param text as the CLI would be told to do it; never a secret
   */
  record Action(@Nullable String server, @Nullable String operation, String text) {}

  /** The request that is being answered changes a server's registration. */
  public static void onServer(String server, String text) {
    note(new Action(server, null, text));
  }

  /** The request that is being answered steers an operation. */
  public static void onOperation(String operation, @Nullable String server, String text) {
    note(new Action(server, operation, text));
  }

  /** The request that is being answered changes something else of the platform. */
  public static void onPlatform(String text) {
    note(new Action(null, null, text));
  }

  private static void note(Action action) {
    RequestContextHolder.currentRequestAttributes()
        .setAttribute(NAME, action, RequestAttributes.SCOPE_REQUEST);
  }

  static @Nullable Action noted(HttpServletRequest request) {
    return (Action) request.getAttribute(NAME);
  }
}
