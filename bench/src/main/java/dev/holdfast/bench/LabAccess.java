package dev.holdfast.bench;

import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A lab server as our own clients see servers. */
record LabAccess(Server server, Credentials credentials) {

  static LabAccess of(LabServer lab) {
    List<HostKey> keys = lab.hostKeys().stream().map(k -> HostKey.parse(k.publicKey())).toList();
    String key = key(lab);
    return new LabAccess(
        new Server(lab.name(), lab.address(), lab.port(), lab.user(), "lab", keys, Map.of(), null),
        _ -> key);
  }

  private static String key(LabServer lab) {
    try {
      return Files.readString(lab.keyFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
