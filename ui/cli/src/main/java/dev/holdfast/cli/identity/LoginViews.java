package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.SessionFile;
import dev.holdfast.cli.shell.Browser;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins and ends the session of this launcher. */
final class LoginViews {
  private final OutputOptions options;
  private final PlatformOptions platform;
  private final Output output;

  LoginViews(OutputOptions options, PlatformOptions platform) {
    this.options = options;
    this.platform = platform;
    this.output = options.output();
  }

  int login(String user) {
    String password = TypedPassword.read(options.surroundings(), output, "Password: ");
    try (ApiClient api = platform.withoutToken(options)) {
      begun(
          api,
          coded(
              api,
              api.post("/auth/login", Json.object().put("user", user).put("password", password))));
    }
    return ExitCode.DONE.code();
  }

  /**
   * Logs in through an identity provider: in the browser of this machine, or in one elsewhere, from
   * which a person brings the code.
   */
  int throughProvider(boolean print) {
    String organisation = platform.organisation(options);
    boolean elsewhere = print || !Browser.possible(options.surroundings());
    try (ApiClient api = platform.withoutToken(options);
        BrowserReturn here = elsewhere ? null : new BrowserReturn()) {
      String verifier = ProviderVerifier.random();
      ObjectNode request = Json.object().put("challenge", ProviderVerifier.challenge(verifier));
      if (organisation != null) {
        request.put("organisation", organisation);
      }
      if (here != null) {
        request.put("port", here.port());
      }
      JsonNode login = api.post("/auth/provider", request);
      String url = Json.text(login, "url");
      String code;
      if (here == null || !Browser.open(url, options.surroundings())) {
        output.message("Open this page in a browser and log in there:%n%n  %s%n".formatted(url));
      } else {
        output.message("Log in on the page that your browser has opened.");
      }
      if (here == null) {
        output.message(
            "Bring the code that it shows then; or, if that page cannot be reached from there, its address.");
        code =
            ReturnAddress.code(
                TypedPassword.read(options.surroundings(), output, "Code or address: ", "code"),
                api);
      } else {
        code = here.await(Json.text(login, "id"), Instant.parse(Json.text(login, "expiresAt")));
      }
      begun(
          api,
          coded(
              api,
              api.post(
                  "/auth/provider/finish",
                  Json.object().put("code", code).put("verifier", verifier))));
    }
    return ExitCode.DONE.code();
  }

  /** A session has begun: its tokens are kept, and it is told. */
  void begun(ApiClient api, JsonNode answer) {
    api.keep(new SessionFile(options.surroundings()), answer);
    if (output.json()) {
      // Never the tokens: they are in the file.
      output.document(
          Json.object()
              .put("user", Json.text(answer, "user"))
              .put("session", Json.text(answer, "session"))
              .put("endsAt", Json.text(answer, "endsAt")));
    } else {
      output.message(
          "You are %s at %s, until %s at the latest."
              .formatted(Json.text(answer, "user"), api.url(), Json.text(answer, "endsAt")));
    }
  }

  /** The answer to a login, after the code where one is needed. */
  JsonNode coded(ApiClient api, JsonNode answer) {
    String token = Json.text(answer, "mfaToken");
    if (token.isEmpty()) {
      return answer;
    }
    String code = TypedPassword.read(options.surroundings(), output, "Code: ", "code");
    return api.post("/auth/mfa", Json.object().put("mfaToken", token).put("code", code));
  }

  /**
   * @param atProvider whether the session at the identity provider is to end, too
   */
  int logout(boolean atProvider) {
    SessionFile file = new SessionFile(options.surroundings());
    Failure left = null;
    String page = "";
    if (file.present()) {
      try (ApiClient api = platform.api(options)) {
        // Asked first: afterwards nobody is there any more who may ask.
        page = atProvider ? Json.text(api.get("/auth/provider/logout"), "url") : "";
        api.post("/auth/logout", Json.object());
      } catch (Failure e) {
        if (atProvider && page.isEmpty()) {
          throw e;
        }
        // A session that is over needs no end; one that cannot be reached ends by itself.
        left = e.exitCode() == ExitCode.REFUSED ? null : e;
      }
    }
    boolean there = file.remove();
    if (output.json()) {
      output.document(
          page.isEmpty()
              ? Json.object().put("loggedOut", there)
              : Json.object().put("loggedOut", there).put("url", page));
    } else {
      output.message(there ? "You are logged out." : "Nobody is logged in here.");
    }
    if (left != null) {
      output.message(
          "The platform was not told: " + left.getMessage() + ". The session ends by itself.");
    }
    if (!page.isEmpty()) {
      leave(page);
    }
    return ExitCode.DONE.code();
  }

  private void leave(String page) {
    boolean opened =
        Browser.possible(options.surroundings()) && Browser.open(page, options.surroundings());
    output.message(
        opened
            ? "Your browser has opened the provider's page that ends its session."
            : "End the session at the provider on this page:%n%n  %s%n".formatted(page));
  }
}
