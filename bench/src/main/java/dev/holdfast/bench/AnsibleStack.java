package dev.holdfast.bench;

import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The stack by a playbook with Ansible's collection for Docker. */
final class AnsibleStack implements StackDeployer {
  private final BenchDirectory directory = BenchDirectory.make();
  private final Path playbook;
  private final Path removal;
  private final AnsibleRuns ansible;

  AnsibleStack(PythonTools tools, List<LabServer> servers) throws IOException {
    playbook = directory.copy("stack_playbook.yml");
    removal = directory.copy("stack_removal.yml");
    ansible = new AnsibleRuns(tools, servers, directory);
  }

  @Override
  public String name() {
    return "ansible";
  }

  @Override
  public void deploy(String release) throws Exception {
    var _ = ansible.run("ansible-playbook", playbook.toString(), "-e", "release=" + release);
  }

  /** It keeps no releases: whoever has the earlier values deploys them again. */
  @Override
  public void rollBack(String before) throws Exception {
    deploy(before);
  }

  @Override
  public void remove() throws Exception {
    var _ = ansible.run("ansible-playbook", removal.toString());
  }

  @Override
  public void close() {
    directory.close();
  }
}
