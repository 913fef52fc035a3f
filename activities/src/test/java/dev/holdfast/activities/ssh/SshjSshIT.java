package dev.holdfast.activities.ssh;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;

@LabTest
final class SshjSshIT extends SshContract {

  SshjSshIT(Lab lab, LabServer server) {
    super(lab, server);
  }

  @Override
  protected Ssh open(Credentials credentials, SshSettings settings) {
    return new SshjSsh(credentials, settings);
  }
}
