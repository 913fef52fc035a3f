package dev.holdfast.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.openapi.Contract.Endpoint;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Role;
import dev.holdfast.platform.identity.SystemRoles;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.schemas.server.Selector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every endpoint of the document, asked by everybody who may not. */
final class NegativeMatrixTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final List<Endpoint> ENDPOINTS = Contract.endpoints();
  private static final List<Endpoint> GUARDED =
      ENDPOINTS.stream().filter(endpoint -> !endpoint.isPublic()).toList();

  /** More failed logins than this from one address are refused as such. */
  private static final int FAILURES = 15;

  private final List<String> wrong = new ArrayList<>();

  @Test
  void shouldAskWhoItIs() {
    Http user = PLATFORM.user("matrix-somebody", "viewer", "all");
    Tokens tokens = PLATFORM.part(Tokens.class);
    String revoked = tokens.issue("matrix-somebody", TokenKind.CLI, null);
    tokens.revoke(revoked);
    Map<String, String> presented =
        Map.of(
            "malformed",
            "not-a-token",
            "of no form at all",
            "",
            "made up",
            "hf_" + "A".repeat(43),
            "made up, for a session",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
            "over",
            tokens.issue("matrix-somebody", TokenKind.CLI, Duration.ofMinutes(-1)),
            "revoked",
            revoked);

    for (Endpoint endpoint : GUARDED) {
      expect(endpoint, "no token", endpoint.ask(user.as(null), NegativeMatrixTest::none), 401);
    }
    presented.forEach((kind, token) -> {
      for (int i = 0; i < GUARDED.size(); i++) {
        Http sender = user.as(token).from(address(kind, i / FAILURES));
        Endpoint endpoint = GUARDED.get(i);
        expect(endpoint, kind, endpoint.ask(sender, NegativeMatrixTest::none), 401);
      }
    });

    assertThat(GUARDED).hasSizeGreaterThan(100);
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldLetEachRoleDoWhatItSaysAndNothingElse() {
    made(OWNER.post("/api/v1/organisations", Map.of("name", "matrix-roles")), 201);
    for (Role role : SystemRoles.all()) {
      Http holder = member("matrix-roles", role.name());
      for (Endpoint endpoint : GUARDED) {
        Answer answer = endpoint.ask(holder, NegativeMatrixTest::none);
        if (may(role, endpoint)) {
          declared(endpoint, role.name(), answer);
          if (answer.status() == 401 || isMissing(answer, endpoint.permission())) {
            wrong.add("%s may not %s: %s".formatted(role.name(), endpoint, answer.body()));
          }
        } else {
          expect(endpoint, role.name(), answer, 403);
          if (!endpoint.method().equals("HEAD")
              && !isMissing(answer, endpoint.permission())
              && !answer.text("detail").contains("administrator of the platform")) {
            wrong.add("%s is refused by %s without a reason".formatted(role.name(), endpoint));
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** What another organisation has is answered like what nobody has, word for word. */
  @Test
  void shouldKnowNothingOfAnotherOrganisation() {
    Map<String, String> ours = belongings();
    made(OWNER.post("/api/v1/organisations", Map.of("name", "matrix-other")), 201);
    Http foreigner = member("matrix-other", "admin");

    for (Endpoint endpoint : GUARDED) {
      if (!endpoint.namesSomething() || endpoint.on().equals("installation")) {
        continue;
      }
      UnaryOperator<String> names =
          variable -> ours.getOrDefault(key(endpoint, variable), none(variable));
      Answer foreign = endpoint.ask(foreigner, names);
      Answer unknown = endpoint.ask(foreigner, NegativeMatrixTest::none);
      declared(endpoint, "another organisation", foreign);
      // What is made anew under a name has times in it.
      boolean made = foreign.status() < 300 && unknown.status() < 300;
      boolean same =
          foreign.status() == unknown.status()
              && without(foreign, endpoint, names)
                  .equals(without(unknown, endpoint, NegativeMatrixTest::none));
      if (!made && !same) {
        wrong.add(
            "%s: what another organisation has is answered with %s, what nobody has with %s"
                .formatted(endpoint, foreign.body(), unknown.body()));
      }
    }

    assertThat(wrong).isEmpty();
    for (String path : List.of("/servers/", "/secrets/", "/schedules/", "/notify/sinks/")) {
      assertThat(OWNER.get("/api/v1" + path + ours.get(path)).status()).as(path).isEqualTo(200);
    }
  }

  private void expect(Endpoint endpoint, String who, Answer answer, int status) {
    declared(endpoint, who, answer);
    if (answer.status() != status) {
      wrong.add(
          "%s, %s: %d instead of %d %s"
              .formatted(endpoint, who, answer.status(), status, answer.body()));
    }
  }

  private void declared(Endpoint endpoint, String who, Answer answer) {
    String undeclared = endpoint.undeclared(answer);
    if (!undeclared.isEmpty()) {
      wrong.add("%s, %s: %s".formatted(endpoint, who, undeclared));
    }
  }

  private static boolean may(Role role, Endpoint endpoint) {
    Permission needed = Permission.of(endpoint.permission());
    return switch (endpoint.on()) {
      case "installation" -> false;
      // A list of what one has started oneself.
      case "any-scope" -> holds(role, needed) || holds(role, needed.own());
      default -> endpoint.permission().equals(Requires.SELF) || holds(role, needed);
    };
  }

  private static boolean holds(Role role, Permission needed) {
    return role.permissions().stream().anyMatch(held -> held.covers(needed));
  }

  private static boolean isMissing(Answer answer, String permission) {
    return answer.status() == 403 && answer.body().contains("the permission " + permission);
  }

  /** A value of the right form that names nothing. */
  private static String none(String variable) {
    return switch (variable) {
      case "sha256" -> "0".repeat(64);
      case "upload" -> "00000000-0000-4000-8000-000000000000";
      case "id" -> "999999999";
      default -> "matrix-none";
    };
  }

  /** One of everything that has a name, by variable or by the path before it. */
  private static Map<String, String> belongings() {
    Map<String, String> ours = new HashMap<>();
    Map<String, Object> server = new HashMap<>(Fixtures.server("matrix-web"));
    made(OWNER.post("/api/v1/servers", server), 201);
    ours.put("/servers/", "matrix-web");
    Map<String, Object> exec =
        Map.of(
            "type", "exec",
            "selector", "matrix-web",
            "input", Map.of("command", List.of("true")));
    String operation = made(OWNER.post("/api/v1/operations", exec), 202).text("id");
    ours.put("/operations/", operation);
    ours.put("/approvals/", operation);
    made(OWNER.send("PUT", "/api/v1/secrets/matrix-db", Map.of("value", "canary"), Map.of()), 201);
    ours.put("/secrets/", "matrix-db");
    made(
        OWNER.post(
            "/api/v1/schedules",
            Map.of("name", "matrix-nightly", "cron", "@daily", "operation", exec)),
        201);
    ours.put("/schedules/", "matrix-nightly");
    made(
        OWNER.post(
            "/api/v1/notify/sinks",
            Map.of(
                "name",
                "matrix-sink",
                "type",
                "webhook",
                "enabled",
                false,
                "settings",
                Map.of("url", "https://hooks.example.org/x", "key", "s".repeat(40)))),
        201);
    ours.put("/notify/sinks/", "matrix-sink");
    PLATFORM.user("matrix-owned", "viewer", "all");
    ours.put("user", "matrix-owned");
    ours.put(
        "grant",
        made(OWNER.post("/api/v1/grants", Map.of("user", "matrix-owned", "role", "auditor")), 201)
            .text("id"));
    made(
        OWNER.post(
            "/api/v1/roles", Map.of("name", "matrix-role", "permissions", List.of("servers:read"))),
        201);
    ours.put("role", "matrix-role");
    ours.put(
        "/profiles/",
        made(
                OWNER.send(
                    "PUT",
                    "/api/v1/profiles",
                    Map.of(
                        "operation", "lockdown",
                        "target", "matrix-web",
                        "input", Map.of("sshd", Map.of("maxAuthTries", 3))),
                    Map.of()),
                201)
            .text("id"));
    ours.put(
        "/policies/commands/",
        made(
                OWNER.post(
                    "/api/v1/policies/commands",
                    Map.of(
                        "effect", "deny",
                        "selector", "matrix-web",
                        "words", List.of("reboot"),
                        "reason", "matrix")),
                201)
            .text("id"));
    ours.put(
        "sha256",
        made(
                OWNER.send("PUT", "/api/v1/files?upload=" + UUID.randomUUID(), "matrix", Map.of()),
                200)
            .text("sha256"));
    return ours;
  }

  private static String key(Endpoint endpoint, String variable) {
    String before =
        endpoint
            .path()
            .substring(0, endpoint.path().indexOf("{" + variable))
            .replace("/api/v1", "");
    return variable.equals("name") || variable.equals("id") ? before : variable;
  }

  private static Answer made(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  /** Somebody with this role in an organisation of the test's own, where nothing else runs. */
  private static Http member(String organisation, String role) {
    String name = organisation + "-" + role;
    PLATFORM.part(Users.class).add(organisation, name);
    PLATFORM.part(Grants.class).add(organisation, name, role, new Selector("all"), null, "admin");
    return OWNER.as(PLATFORM.part(Tokens.class).issue(name, TokenKind.CLI, null));
  }

  /** An answer may repeat what was asked for. */
  private static String without(Answer answer, Endpoint endpoint, UnaryOperator<String> names) {
    String path = endpoint.path();
    String variable = path.substring(path.indexOf('{') + 1, path.indexOf('}'));
    return answer.body().replaceAll("\\b" + Pattern.quote(names.apply(variable)) + "\\b", "…");
  }

  /** Failed logins are counted by address: this machine has many of them. */
  private static InetAddress address(String kind, int number) {
    try {
      int third = 1 + Math.floorMod(kind.hashCode(), 250);
      return InetAddress.getByAddress(new byte[] {127, 7, (byte) third, (byte) (number + 1)});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
