package dev.holdfast.cli.ssh;

import dev.holdfast.cli.Json;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A directory of a server that we mounted here.
 *
 * @param remote the directory there; empty for the login user's home
 * @param local the directory here, absolute
 * @param created whether the directory here was made for it
 * @param session the process whose session it ends with; empty if it stays until unmounted
 */
record Mount(
    String id,
    String server,
    String remote,
    Path local,
    boolean created,
    String session,
    Instant mountedAt) {

  static Mount parse(JsonNode document) {
    return new Mount(
        Json.text(document, "id"),
        Json.text(document, "server"),
        Json.text(document, "remote"),
        Path.of(Json.text(document, "local")),
        Json.flag(document, "created"),
        Json.text(document, "session"),
        Instant.parse(Json.text(document, "mountedAt")));
  }

  /** What a record holds. */
  JsonNode document() {
    return Json.object()
        .put("id", id)
        .put("server", server)
        .put("remote", remote)
        .put("local", local.toString())
        .put("created", created)
        .put("session", session)
        .put("mountedAt", mountedAt.toString());
  }

  /** What a person's program gets to know of it. */
  JsonNode shown(String state) {
    return Json.object()
        .put("server", server)
        .put("remote", shownRemote())
        .put("local", local.toString())
        .put("state", state)
        .put("session", !session.isEmpty())
        .put("mountedAt", mountedAt.toString());
  }

  String shownRemote() {
    return remote.isEmpty() ? "~" : remote;
  }

  /** What sshfs calls it in the kernel's table. */
  String source() {
    return server + ":" + remote;
  }

  /** Whether the kernel has it, alive or not. */
  boolean present() {
    return MountTable.at(local)
        .filter(entry -> entry.type().equals("fuse.sshfs") && entry.source().equals(source()))
        .isPresent();
  }

  /** Whether the session that it belongs to is gone. */
  boolean abandoned() {
    return !session.isEmpty() && !OwningProcess.parse(session).alive();
  }
}
