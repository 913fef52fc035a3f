package dev.holdfast.activities.journal;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The process that {@link ClientKilledIT} kills: delivers one entry over a warm connection. */
final class DeliveringClient {

  private DeliveringClient() {}

  public static void main(String[] args) throws Exception {
    Server server =
        new Server(
            "lab-1",
            args[0],
            Integer.parseInt(args[1]),
            args[2],
            "lab-key",
            List.of(HostKey.parse(args[4])),
            Map.of(),
            null);
    String key = Files.readString(Path.of(args[3]));
    try (SshjSsh ssh = new SshjSsh(_ -> key)) {
      ssh.exec(server, new Command("true", "", true, Duration.ofSeconds(10), 1000));
      System.out.println("connected");
      var _ =
          new SshJournal(ssh)
              .run(
                  server,
                  ClientKilledIT.entry(Long.parseLong(args[5]), Integer.parseInt(args[6])),
                  LabFixture.SILENT);
    }
  }
}
