package dev.holdfast.bench;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;

/**
 * Our way to a server and OpenSSH's, by turns, so that both meet the same machine in the same mood.
 */
final class SshBench {
  private static final int WARM_UPS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Command TRUE = new Command("true", "", false, PATIENCE, 1000);
  private static final String OPERATION = "op-bench";

  private final LabServer lab;
  private final Server server;
  private final Credentials credentials;
  private final int rounds;
  private final Measured results = new Measured();

  /**
   * @param rounds of each cheap measurement; the dear ones are made a tenth as often
   */
  SshBench(LabServer lab, int rounds) {
    this.lab = lab;
    this.rounds = rounds;
    LabAccess access = LabAccess.of(lab);
    this.server = access.server();
    this.credentials = access.credentials();
  }

  Measured run() throws Exception {
    try (Ssh ssh = new SshjSsh(credentials);
        OpenSshClient openSsh = new OpenSshClient(lab)) {
      for (int i = 0; i < WARM_UPS; i++) {
        ssh.exec(server, TRUE);
      }
      openSsh.startMaster();
      for (int i = 0; i < rounds; i++) {
        time("pooled", () -> ssh.exec(server, TRUE));
        time("controlMaster", openSsh::multiplexed);
        time("controlMasterCheck", openSsh::check);
      }
      for (int i = 0; i < Math.max(5, rounds / 10); i++) {
        time("cold", this::cold);
        time("sshCold", openSsh::cold);
      }
      journal(ssh);
    }
    return results;
  }

  private void journal(Ssh ssh) throws Exception {
    Journal journal = new SshJournal(ssh);
    Command bare = Command.rootScript("true\n", PATIENCE);
    // The first installs the program.
    run(journal, 0);
    for (int i = 1; i <= Math.max(5, rounds / 5); i++) {
      int key = i;
      time("bareAsRoot", () -> ssh.exec(server, bare));
      time("journalled", () -> run(journal, key));
    }
  }

  private void run(Journal journal, int key) {
    Step step = new Step(OPERATION, server.name(), "step-" + key, 1, 1, "Measure the journal");
    Journal.Outcome outcome =
        journal.run(server, new Journal.Entry(step, "true", PATIENCE), new Deaf());
    if (!(outcome instanceof Journal.Outcome.Finished)) {
      throw new IllegalStateException("the journal answered " + outcome);
    }
  }

  private void cold() {
    try (Ssh fresh = new SshjSsh(credentials)) {
      fresh.exec(server, TRUE);
    }
  }

  private void time(String name, Samples.Work work) throws Exception {
    results.of(name).time(work);
  }
}
