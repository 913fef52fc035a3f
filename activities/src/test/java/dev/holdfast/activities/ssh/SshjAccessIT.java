package dev.holdfast.activities.ssh;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import java.util.List;

@LabTest(servers = 2)
final class SshjAccessIT extends AccessContract {

  SshjAccessIT(Lab lab, List<LabServer> servers) {
    super(lab, servers);
  }

  @Override
  Ssh open(Credentials credentials, ServerLookup servers) {
    return new SshjSsh(credentials, SshSettings.defaults(), servers);
  }
}
