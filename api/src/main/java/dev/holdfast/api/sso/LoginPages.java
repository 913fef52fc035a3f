package dev.holdfast.api.sso;

import dev.holdfast.platform.sso.ProviderLogins;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What a browser shows at the end of a login, or where it is sent. */
final class LoginPages {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

  private LoginPages() {}

  /** To the client that waits on the browser's machine; else a page with the code for it. */
  static ResponseEntity<String> proved(ProviderLogins.Returned login, String code) {
    return login.port() == null
        ? page(
            HttpStatus.OK,
            """
            <p>Copy this code into the terminal in which you yourself have begun this login.
            If somebody else has asked you for it, close this page: the code would let them in as you.</p>
            <pre>%s</pre>\
            """
                .formatted(code))
        : sent(login, "code=" + code);
  }

  /**
   * @param login null where none is known
   */
  static ResponseEntity<String> refused(ProviderLogins.@Nullable Returned login) {
    return login == null || login.port() == null
        ? page(
            HttpStatus.FORBIDDEN,
            "<p>This login was refused. Begin it again; if that does not help, ask an administrator"
                + " of your organisation, who finds the reason in the audit.</p>")
        : sent(login, "error=refused");
  }

  static ResponseEntity<String> tooMany() {
    return page(
        HttpStatus.TOO_MANY_REQUESTS, "<p>Too many logins have failed. Wait for a minute.</p>");
  }

  /** Always to this machine's loopback, whatever anybody has asked for. */
  private static ResponseEntity<String> sent(ProviderLogins.Returned login, String with) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .location(
            URI.create(
                "http://127.0.0.1:%d/?login=%s&%s"
                    .formatted(login.port(), login.begun().id(), with)))
        .build();
  }

  private static ResponseEntity<String> page(HttpStatus status, String body) {
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .header("Content-Security-Policy", POLICY)
        .header("X-Robots-Tag", "noindex")
        .body(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Login to Holdfast</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid; }
            </style></head><body><main><h1>Login to Holdfast</h1>
            %s
            </main></body></html>
            """
                .formatted(body));
  }
}
