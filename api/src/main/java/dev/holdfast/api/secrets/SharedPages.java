package dev.holdfast.api.secrets;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.web.Client;
import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.namedsecret.NamedSecret;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.namedsecret.SecretShares;
import dev.holdfast.platform.organisation.Organisations;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * The pages of a link that shows a secret once. Looking at the link changes nothing, so that a
 * chat's preview or a mail's scanner does not use it up; a person's click does.
 */
@RestController
final class SharedPages {
  /** With which the path of every link begins. */
  static final String PATH = "/shared/";

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
  private static final String GONE =
      "This link was used, has expired, or never was. Ask for a new one.";

  private final SecretShares shares;
  private final NamedSecrets secrets;
  private final CommandAudit audit;
  private final FailedOpenings failed = new FailedOpenings(InstantSource.system());

  SharedPages(SecretShares shares, NamedSecrets secrets, CommandAudit audit) {
    this.shares = shares;
    this.secrets = secrets;
    this.audit = audit;
  }

  /** A page with a button, whatever the token is: it says nothing of it. */
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string")))
  @GetMapping(PATH + "{token}")
  ResponseEntity<String> look(@PathVariable String token) {
    requireToken(token);
    return page(
        HttpStatus.OK,
        """
        <p>Somebody shares a secret with you. It is shown once.</p>
        <form method="post"><button>Show it</button></form>\
        """);
  }

  /** Uses the link up and shows the secret. */
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string")))
  @PostMapping(PATH + "{token}")
  ResponseEntity<String> open(@PathVariable String token, HttpServletRequest request) {
    String address = Client.counted(request);
    requireToken(token);
    if (failed.tooMany(address)) {
      return page(
          HttpStatus.TOO_MANY_REQUESTS, "<p>Too many links were wrong. Wait for a minute.</p>");
    }
    Optional<SecretShares.Opened> opened = shares.open(token);
    if (opened.isEmpty()) {
      failed.count(address);
      record(Organisations.DEFAULT, "nobody", request, "open a shared secret", Outcome.REFUSED);
      return page(HttpStatus.GONE, "<p>" + GONE + "</p>");
    }
    SecretShares.Opened link = opened.get();
    record(
        link.organisation(),
        "link of " + link.by(),
        request,
        "open the shared " + link.secret(),
        Outcome.SUCCEEDED);
    return secrets
        .value(link.organisation(), link.secret())
        .map(value -> page(HttpStatus.OK, shown(value)))
        .orElseGet(() -> page(HttpStatus.GONE, "<p>" + GONE + "</p>"));
  }

  private static void requireToken(String text) {
    if (!SecretShares.isToken(text)) {
      throw ApiException.notFound("unknown-link", "There is no such link.");
    }
  }

  private void record(
      String organisation, String who, HttpServletRequest request, String what, Outcome outcome) {
    String program = request.getHeader("User-Agent");
    String client = request.getRemoteAddr() + (program == null ? "" : " " + program);
    audit.action(
        new AuditedAction(Instant.now(), organisation, who, client, null, null, what, outcome));
  }

  private static String shown(NamedSecret.Value value) {
    String note = "<p>Copy it now: this page cannot be opened again.</p>";
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.bytes())).toString();
      return note + "<pre>" + HtmlUtils.htmlEscape(text, "UTF-8") + "</pre>";
    } catch (CharacterCodingException e) {
      return note
          + "<p>It is not text; this is base64 of it.</p><pre>"
          + Base64.getMimeEncoder().encodeToString(value.bytes())
          + "</pre>";
    }
  }

  private static ResponseEntity<String> page(HttpStatus status, String body) {
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .header("Content-Security-Policy", POLICY)
        .header("X-Robots-Tag", "noindex")
        .body(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>A shared secret</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
            button { font: inherit; padding: .5rem 1.5rem; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid; }
            </style></head><body><main><h1>A shared secret</h1>
            %s
            </main></body></html>
            """
                .formatted(body));
  }
}
