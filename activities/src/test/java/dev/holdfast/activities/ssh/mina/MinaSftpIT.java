package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.SftpContract;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;

@LabTest
final class MinaSftpIT extends SftpContract {

  MinaSftpIT(Lab lab, LabServer server) {
    super(lab, server);
  }

  @Override
  protected Ssh open(Credentials credentials, SshSettings settings) {
    return new MinaSsh(credentials, settings);
  }
}
