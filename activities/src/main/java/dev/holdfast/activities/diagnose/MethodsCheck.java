package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.BeforeLogin;
import dev.holdfast.activities.ssh.BeforeLogin.Methods;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** How the login user may log in. */
final class MethodsCheck implements Check {
  static final String NAME = "login/methods";
  private final Server server;

  MethodsCheck(Server server) {
    this.server = server;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(HostKeyCheck.NAME);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(8);
  }

  @Override
  public Finding make(Evidence evidence) throws IOException {
    if (!evidence.get(HostKeyCheck.Recognised.class).pinned()) {
      return Finding.ok(NAME, "are left to the login: no pinned key vouches for the server before");
    }
    Methods methods =
        BeforeLogin.methods(
            evidence.get(Door.class).socketAddress(),
            server.user(),
            key -> HostKeyCheck.contains(server.hostKeys(), key));
    evidence.add(methods);
    return finding(server.user(), methods);
  }

  static Finding finding(String user, Methods methods) {
    if (methods.letIn()) {
      return Finding.warning(
          NAME,
          user + " gets in without any key or password",
          "Set PermitEmptyPasswords no in the server's sshd_config, and look who has been there");
    }
    String offered = String.join(", ", methods.methods());
    return methods.methods().contains("publickey")
        ? Finding.ok(NAME, "%s may log in by %s".formatted(user, offered))
        : Finding.problem(
            NAME,
            "%s may not log in with a key, only by %s".formatted(user, offered),
            "Set PubkeyAuthentication yes in the server's sshd_config (also in its Match blocks), and"
                + " reload sshd");
  }
}
