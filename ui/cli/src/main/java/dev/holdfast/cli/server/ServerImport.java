package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.importing.FoundServer;
import dev.holdfast.cli.importing.KnownHosts;
import dev.holdfast.cli.importing.SshClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Registers what a file describes; each server with everything or not at all. */
final class ServerImport {
  private static final int MOST = 100_000;
  private static final int SSH = 22;

  private final ApiClient api;
  private final LoginFiles logins;
  private final KnownHosts knownHosts;
  private final Map<String, KnownHosts> knownHostsFiles = new HashMap<>();
  private final @Nullable String user;
  private final boolean firstUse;
  private final boolean dryRun;
  private final boolean update;
  private final ImportReport report;
  private final Map<String, JsonNode> registered = new LinkedHashMap<>();

  /** What was registered just now, by name as the platform has it. */
  private final Map<String, JsonNode> fresh = new LinkedHashMap<>();

  /** The servers of the file that are imported, by the name that the file has for them. */
  private final Map<String, String> done = new HashMap<>();

  ServerImport(
      ApiClient api,
      LoginFiles logins,
      KnownHosts knownHosts,
      @Nullable String user,
      boolean firstUse,
      boolean dryRun,
      boolean update) {
    this.api = api;
    this.logins = logins;
    this.knownHosts = knownHosts;
    this.user = user;
    this.firstUse = firstUse;
    this.dryRun = dryRun;
    this.update = update;
    this.report = new ImportReport(dryRun);
  }

  /** Imports what was typed and shows what became of it. */
  static int of(ServerImportCommand typed) {
    Surroundings surroundings = typed.options.surroundings();
    SshClient client =
        new SshClient(
            Path.of(System.getProperty("user.home")),
            System.getProperty("user.name"),
            surroundings::variable);
    ImportFile read = ImportFile.read(typed.file, typed.format, client);
    LoginFiles logins =
        new LoginFiles(LocalFile.of(typed.file), typed.key, typed.passphraseFile, surroundings);
    KnownHosts known = ImportFile.knownHosts(typed.knownHosts);
    try (ApiClient api = typed.platform.api(typed.options)) {
      ServerImport servers =
          new ServerImport(
              api, logins, known, typed.user, typed.firstUse, typed.dryRun, typed.update);
      ImportReport report = servers.run(read);
      ImportCheck check = new ImportCheck(api, typed.options.output(), report);
      if (typed.noCheck) {
        check.leaveOut(servers.fresh);
      } else {
        check.run(servers.fresh);
      }
      return report.print(typed.options.output());
    }
  }

  ImportReport run(ImportFile file) {
    for (JsonNode server : Pages.read(api, "/servers", MOST)) {
      registered.put(Json.text(server, "name"), server);
    }
    switch (file) {
      case ImportFile.HostKeys(KnownHosts hosts) -> hostKeys(hosts);
      case ImportFile.Servers(var found) -> {
        found.dropped().forEach(report::dropped);
        found.notes().forEach(report::note);
        knownHosts.notes().forEach(note -> report.note("--known-hosts: " + note));
        inOrder(found.servers());
      }
    }
    return report;
  }

  /** Jump hosts first, however the file has them. */
  private void inOrder(List<FoundServer> servers) {
    Map<String, FoundServer> left = new LinkedHashMap<>();
    servers.forEach(server -> left.put(server.name(), server));
    boolean moving = true;
    while (moving) {
      moving = false;
      for (FoundServer server : List.copyOf(left.values())) {
        if (server.jumps().stream().map(ServerImport::hopHost).noneMatch(left::containsKey)) {
          left.remove(server.name());
          one(server);
          moving = true;
        }
      }
    }
    left.values()
        .forEach(server ->
            skip(server, "its jump hosts lead in a circle: " + String.join(", ", server.jumps())));
  }

  private void one(FoundServer server) {
    try {
      String name = server.name().toLowerCase(Locale.ROOT);
      String obstacle = server.obstacle();
      if (obstacle != null) {
        skip(server, obstacle);
      } else if (done.containsValue(name)) {
        skip(server, "the file has another server whose name differs only in case");
      } else if (registered.containsKey(name)) {
        // Others may be reached through it, whatever becomes of it.
        done.put(server.name(), name);
        again(server, name);
      } else {
        register(server, name);
      }
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.UNREACHABLE) {
        throw e;
      }
      String details = String.join("; ", e.details());
      skip(server, e.getMessage() + (details.isEmpty() ? "" : ": " + details));
    }
  }

  /** A server that is registered already: the file may have it otherwise. */
  private void again(FoundServer server, String name) {
    ObjectNode wanted = request(server, name);
    if (server.user() == null && user == null) {
      wanted.remove("user");
    }
    ObjectNode change =
        RegisteredServer.difference(Objects.requireNonNull(registered.get(name)), wanted);
    String what = String.join(", ", change.propertyNames());
    if (change.isEmpty()) {
      report.unchanged(server.where(), name);
    } else if (!update) {
      skip(server, "is registered with another " + what + "; --update changes that");
    } else {
      if (!dryRun) {
        api.patch("/servers/" + Pages.encode(name), change);
      }
      report.updated(server.where(), name, what);
    }
  }

  private ObjectNode request(FoundServer server, String name) {
    ObjectNode request =
        Json.object().put("name", name).put("address", address(server)).put("port", port(server));
    String login = server.user() != null ? server.user() : user;
    request.put("user", login == null ? System.getProperty("user.name") : login);
    request.set("labels", Json.of(server.labels()));
    if (!server.jumps().isEmpty()) {
      request.put("jump", jump(server));
    }
    return request;
  }

  private static String address(FoundServer server) {
    return server.address() == null ? server.name() : server.address();
  }

  private static int port(FoundServer server) {
    return server.port() == null ? SSH : server.port();
  }

  private void register(FoundServer server, String name) {
    String address = address(server);
    int port = port(server);
    ObjectNode request = request(server, name);
    String trust = trust(request, known(server, address, port));
    logins.addTo(request, server);
    ServerCheck.check(request);
    if (!dryRun) {
      fresh.put(name, api.post("/servers", request));
    }
    registered.put(name, request);
    done.put(server.name(), name);
    String ignored =
        server.ignored().isEmpty() ? "" : "; not imported: " + String.join(", ", server.ignored());
    report.imported(server.where(), name, "%s:%d, %s%s".formatted(address, port, trust, ignored));
  }

  /** What the files know of the server, looked up as OpenSSH does: by its alias or its address. */
  private KnownHosts.Known known(FoundServer server, String address, int port) {
    KnownHosts.Known known = known(knownHosts, server, address, port);
    for (String file : server.knownHostsFiles()) {
      KnownHosts hosts =
          knownHostsFiles.computeIfAbsent(
              file,
              _ ->
                  Files.isRegularFile(Path.of(file))
                      ? ImportFile.knownHosts(file)
                      : KnownHosts.none());
      known = known.and(known(hosts, server, address, port));
    }
    return known;
  }

  private static KnownHosts.Known known(
      KnownHosts hosts, FoundServer server, String address, int port) {
    String alias = server.knownAs();
    return alias == null ? hosts.of(List.of(address), port) : hosts.ofAlias(alias);
  }

  /** Puts into the request whom to trust, and says it. */
  private String trust(ObjectNode request, KnownHosts.Known known) {
    if (!known.revoked().isEmpty()) {
      request.set("revoked", Json.of(known.revoked()));
    }
    if (!known.authorities().isEmpty()) {
      request.set("authorities", Json.of(known.authorities()));
    }
    if (!known.hostKeys().isEmpty()) {
      request.set("hostKeys", Json.of(known.hostKeys()));
    }
    if (!known.isEmpty()) {
      return count(known);
    }
    if (!firstUse) {
      throw Failure.usage(
          "no host key of it is known; give --known-hosts FILE or --trust-on-first-use", "");
    }
    request.put("trustOnFirstUse", true);
    return "the host key that it shows now";
  }

  private static String count(KnownHosts.Known known) {
    List<String> parts = new ArrayList<>();
    add(parts, known.hostKeys().size(), "pinned host key");
    add(parts, known.authorities().size(), "authority");
    add(parts, known.revoked().size(), "revoked key");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      String many = what.endsWith("y") && !what.endsWith("key") ? "authorities" : what + "s";
      parts.add(count + " " + (count == 1 ? what : many));
    }
  }

  /** The last jump host, which itself must be reached through those before it. */
  private String jump(FoundServer server) {
    String before = null;
    for (String hop : server.jumps()) {
      String name = hopName(hop);
      JsonNode known = registered.get(name);
      if (known == null) {
        throw Failure.usage(
            "its jump host " + hop + " is neither registered nor imported; add it first", "");
      }
      if (before != null && !Json.text(known, "jump").equals(before)) {
        throw Failure.usage(
            "its way leads over %s to %s, but that is not reached through %s"
                .formatted(before, name, before),
            "");
      }
      before = name;
    }
    return String.valueOf(before);
  }

  /** The host of USER@HOST:PORT. */
  private static String hopHost(String hop) {
    String plain = hop.startsWith("ssh://") ? hop.substring("ssh://".length()) : hop;
    String place = plain.substring(plain.lastIndexOf('@') + 1);
    return place.indexOf(':') == place.lastIndexOf(':') ? place.replaceFirst(":.*", "") : place;
  }

  /** A jump host by its name, or by the user, address and port that it was registered with. */
  private String hopName(String hop) {
    String plain = hop.startsWith("ssh://") ? hop.substring("ssh://".length()) : hop;
    String byName = done.getOrDefault(plain, plain.toLowerCase(Locale.ROOT));
    if (registered.containsKey(byName)) {
      return byName;
    }
    int at = plain.lastIndexOf('@');
    String login = at < 0 ? "" : plain.substring(0, at);
    ObjectNode address = Json.object();
    ServerAddRequest.address(address, plain.substring(at + 1), true);
    for (Map.Entry<String, JsonNode> server : registered.entrySet()) {
      JsonNode known = server.getValue();
      boolean same =
          (Json.text(known, "address").equalsIgnoreCase(Json.text(address, "address"))
                  || server.getKey().equalsIgnoreCase(Json.text(address, "address")))
              && Json.number(known, "port") == Json.number(address, "port")
              && (login.isEmpty() || Json.text(known, "user").equals(login));
      if (same) {
        return server.getKey();
      }
    }
    return plain;
  }

  /** A known_hosts file by itself: its keys are pinned for the servers that there are. */
  private void hostKeys(KnownHosts hosts) {
    hosts.notes().forEach(report::note);
    Set<Integer> used = new TreeSet<>();
    registered.forEach((name, server) -> {
      Set<String> names = new LinkedHashSet<>(List.of(Json.text(server, "address"), name));
      KnownHosts.Known known = hosts.of(names, Json.number(server, "port"));
      used.addAll(known.lines());
      if (!known.lines().isEmpty()) {
        pin(name, server, known);
      }
    });
    hosts.numbers().stream()
        .filter(line -> !used.contains(line))
        .forEach(line -> report.note("line " + line + ": no registered server is meant by it"));
  }

  private void pin(String name, JsonNode server, KnownHosts.Known known) {
    String where =
        "line " + String.join(", ", known.lines().stream().map(String::valueOf).toList());
    try {
      ObjectNode change = Json.object();
      merge(change, "revoked", texts(server, "revoked"), known.revoked());
      List<String> authorities =
          Json.list(server, "authorities").stream()
              .map(key -> Json.text(key, "type") + " " + Json.text(key, "key"))
              .toList();
      merge(change, "authorities", authorities, known.authorities());
      if (!dryRun && !change.isEmpty()) {
        api.patch("/servers/" + Pages.encode(name), change);
      }
      if (!dryRun && !known.hostKeys().isEmpty()) {
        ObjectNode trust = Json.object();
        trust.set("hostKeys", Json.of(known.hostKeys()));
        api.post("/servers/" + Pages.encode(name) + "/trust", trust);
      }
      report.imported(where, name, count(known));
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.UNREACHABLE) {
        throw e;
      }
      report.skipped(where, name, e.getMessage() + " " + String.join("; ", e.details()));
    }
  }

  private static void merge(
      ObjectNode change, String field, List<String> before, List<String> more) {
    Set<String> all = new LinkedHashSet<>(before);
    if (all.addAll(more)) {
      change.set(field, Json.of(List.copyOf(all)));
    }
  }

  private static List<String> texts(JsonNode server, String field) {
    return Json.strings(server, field);
  }

  private void skip(FoundServer server, String why) {
    report.skipped(server.where(), server.name(), why);
  }
}
