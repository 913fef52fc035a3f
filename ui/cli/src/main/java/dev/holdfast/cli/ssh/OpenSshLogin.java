package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Surroundings;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that OpenSSH's client needs to log in to one server with keys that stay in the
 * platform.
 */
final class OpenSshLogin {
  private final Target target;
  private final PrivateDirectory directory;
  private final PlatformSigner signer;

  private OpenSshLogin(Target target, PrivateDirectory directory, PlatformSigner signer) {
    this.target = target;
    this.directory = directory;
    this.signer = signer;
  }

  /**
   * Prepares to log in; {@code cleanup} takes it all away again.
   *
   * @param purpose what the audit calls the login: ssh or mount
   * @throws dev.holdfast.cli.Failure if the platform does not know the server or cannot be reached
   */
  static OpenSshLogin prepare(
      ApiClient api, String name, Surroundings surroundings, Cleanup cleanup, String purpose) {
    List<Target> route = Target.route(api, name);
    PrivateDirectory directory = PrivateDirectory.create(surroundings);
    cleanup.add(directory::close);
    route.forEach(target -> write(directory, target, surroundings));
    directory.write("known_hosts", SshConfiguration.knownHosts(route));
    directory.write("config", new SshConfiguration(directory).text(route));
    var signer = new PlatformSigner(api, route, purpose);
    AgentSocket agent = AgentSocket.open(directory.file("agent"), new AgentProtocol(signer));
    cleanup.add(agent::close);
    return new OpenSshLogin(route.getFirst(), directory, signer);
  }

  private static void write(PrivateDirectory directory, Target target, Surroundings surroundings) {
    for (int i = 0; i < target.loginKeys().size(); i++) {
      directory.write(
          SshConfiguration.publicKeyFile(target, i), target.loginKeys().get(i).line() + "\n");
    }
    for (int i = 0; i < target.certificates().size(); i++) {
      directory.write(
          SshConfiguration.certificateFile(target, i), target.certificates().get(i).line() + "\n");
    }
    if (!target.revoked().isEmpty()) {
      Revocations.write(
          surroundings, directory, SshConfiguration.revokedFile(target), target.revoked());
    }
  }

  /** The name under which the configuration knows the server. */
  String host() {
    return target.name();
  }

  Path configuration() {
    return directory.file("config");
  }

  /** Where a program that is run for this login may write down what it says. */
  Path log() {
    return directory.file("log");
  }

  /** Why the platform did not sign; empty if it did. */
  String refusal() {
    return signer.refusal();
  }
}
