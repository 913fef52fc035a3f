package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A directory on a server.
 *
 * @param me {@code UID:GID} of the user that reads it
 * @param target the directory, links followed
 * @param place where what is sent may be kept until it is in place
 * @param exists whether the directory is there
 * @param entries by path
 * @param excluded paths that are left alone; nobody looked at them or into them
 * @param mountPoints paths that can neither be replaced nor removed
 */
record Tree(
    String me,
    String target,
    String place,
    boolean exists,
    Map<String, TreeEntry> entries,
    Set<String> excluded,
    Set<String> mountPoints) {

  /** Reads the fields of an answer. */
  static Tree read(
      Server server, String me, String target, String place, TreeOutput out, int from) {
    Fields fields = new Fields(server, out, from);
    Map<String, TreeEntry> entries = new LinkedHashMap<>();
    Set<String> excluded = new HashSet<>();
    Set<String> mountPoints = new HashSet<>();
    boolean exists = false;
    for (String kind = fields.next(); !kind.equals("end"); kind = fields.next()) {
      switch (kind) {
        case "there" -> exists = true;
        case "sums" -> {}
        case "e" -> {
          TreeEntry entry = fields.entry();
          entries.put(entry.path(), entry);
        }
        case "x" -> excluded.add(fields.next());
        case "m" -> mountPoints.add(fields.next());
        case "bad" ->
            throw new SshException(
                FailureType.REFUSED,
                "%s: %s cannot be compared: %s"
                    .formatted(server.name(), target, TreeEntry.shown(fields.next())),
                null);
        default -> {
          // HASH, two spaces, ./PATH
          String path = kind.substring(Math.min(kind.length(), 68));
          TreeEntry entry = entries.get(path);
          if (entry != null) {
            entries.put(path, entry.with(kind.substring(0, 64)));
          }
        }
      }
    }
    if (target.indexOf('\n') >= 0) {
      throw new SshException(
          FailureType.REFUSED, server.name() + ": the path has a line break: " + target, null);
    }
    return new Tree(me, target, place, exists, entries, excluded, mountPoints);
  }

  private static final class Fields {
    private final Server server;
    private final TreeOutput out;
    private int at;

    Fields(Server server, TreeOutput out, int from) {
      this.server = server;
      this.out = out;
      this.at = from;
    }

    String next() {
      String field = out.field(at);
      if (field == null) {
        throw new SshException(
            FailureType.UNREACHABLE, server.name() + ": its answer broke off", null);
      }
      at += field.length() + 1;
      return field;
    }

    TreeEntry entry() {
      char type = next().charAt(0);
      int mode = Integer.parseInt(next(), 8);
      long size = Long.parseLong(next());
      String time = next();
      int dot = time.indexOf('.');
      long modifiedAt = Long.parseLong(dot < 0 ? time : time.substring(0, dot));
      String ids = next();
      String owner = next();
      String target = next();
      return new TreeEntry(next(), type, mode, size, modifiedAt, ids, owner, target, null);
    }
  }
}
