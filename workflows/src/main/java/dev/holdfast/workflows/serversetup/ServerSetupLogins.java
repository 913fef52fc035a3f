package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.AuthorizedKeyLine;
import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.PublicKeyBlob;
import dev.holdfast.schemas.change.SshdPatterns;
import dev.holdfast.schemas.serversetup.ServerSetupInput.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what keeps a user out although the key is in the file: sshd, the account, or another line.
 */
final class ServerSetupLogins {
  private static final String FILE = ".ssh/authorized_keys";

  private final User user;
  private final Facts.@Nullable User present;
  private final Facts.Login login;
  private final EffectiveSshd sshd;
  private final List<String> lines;
  private final List<String> refusals = new ArrayList<>();

  private ServerSetupLogins(User user, Facts facts, Facts.Login login) {
    this.user = user;
    this.present = facts.users().get(user.name());
    this.login = login;
    this.sshd = login.settings();
    Facts.Keys keys = facts.keys().get(user.name());
    this.lines = keys == null ? List.of() : keys.lines();
  }

  static List<String> refusals(User user, Facts facts) {
    Facts.Login login = facts.logins().get(user.name());
    if (login == null || user.authorizedKeys().isEmpty()) {
      return List.of();
    }
    ServerSetupLogins found = new ServerSetupLogins(user, facts, login);
    found.account();
    if (!found.sshd.values().isEmpty()) {
      found.allowed();
      found.methods();
      found.place();
    }
    user.authorizedKeys().forEach(found::key);
    return found.refusals;
  }

  private void account() {
    if (!login.state().equals("open")) {
      add("the account is %s; run chage -E -1 -I -1 %s".formatted(login.state(), user.name()));
    }
    if (login.password().equals("locked") && !sshd.values().isEmpty() && !sshd.on("usepam")) {
      add(
          "the password is locked, and without UsePAM sshd lets nobody in then; run usermod -p '*' %s"
              .formatted(user.name()));
    }
    if (present != null && user.shell() == null && login.shell().equals("missing")) {
      add("the shell %s does not exist; give it a shell".formatted(present.shell()));
    }
    boolean ended =
        user.shell() == null && (present == null ? user.system() : login.shell().equals("nologin"));
    if (ended && !filesOnly()) {
      add(
          "the shell %s ends every session; give it a shell"
              .formatted(present == null ? "/usr/sbin/nologin" : present.shell()));
    }
    if (!login.loose().isEmpty() && sshd.on("strictmodes")) {
      add(
          "sshd accepts no keys where others can change %s (StrictModes); run chmod go-w %s"
              .formatted(login.loose(), login.loose()));
    }
  }

  private boolean filesOnly() {
    return sshd.first("forcecommand").startsWith("internal-sftp")
        || sshd.words("subsystem").contains("internal-sftp");
  }

  private void allowed() {
    Set<String> groups = new TreeSet<>(user.groups());
    groups.addAll(present == null ? List.of(user.name()) : present.groups());
    if (user.name().equals("root") && sshd.first("permitrootlogin").equals("no")) {
      add("PermitRootLogin is no");
    }
    if (named("denyusers")) {
      add("DenyUsers names it; take it out");
    }
    if (!sshd.words("allowusers").isEmpty() && !named("allowusers")) {
      add("AllowUsers does not name it; add it");
    }
    if (inOneOf(groups, sshd.words("denygroups"))) {
      add("DenyGroups names a group of it; take it out of the group");
    }
    if (!sshd.words("allowgroups").isEmpty() && !inOneOf(groups, sshd.words("allowgroups"))) {
      add(
          "AllowGroups names no group of it; put it into one of %s"
              .formatted(String.join(", ", sshd.words("allowgroups"))));
    }
  }

  /** Whether a list names the user, from whichever address. */
  private boolean named(String keyword) {
    return sshd.words(keyword).stream()
        .anyMatch(entry -> SshdPatterns.matches(user.name(), entry.replaceFirst("@[^@]*$", "")));
  }

  private static boolean inOneOf(Set<String> groups, List<String> patterns) {
    return groups.stream()
        .anyMatch(
            group -> patterns.stream().anyMatch(pattern -> SshdPatterns.matches(group, pattern)));
  }

  private void methods() {
    List<String> sequences = sshd.words("authenticationmethods");
    if (!sshd.on("pubkeyauthentication")) {
      add("PubkeyAuthentication is no");
    } else if (!sequences.isEmpty()
        && sequences.stream().noneMatch(way -> way.equals("any") || way.contains("publickey"))) {
      add(
          "AuthenticationMethods asks for %s, not for a key"
              .formatted(String.join(" ", sequences)));
    }
  }

  /** Where sshd looks for keys, unless all that are wanted are there already. */
  private void place() {
    boolean elsewhere =
        user.authorizedKeys().stream().allMatch(key -> admits(login.elsewhere(), key));
    List<String> read = sshd.words("authorizedkeysfile");
    if (!elsewhere && !read.isEmpty() && read.stream().noneMatch(this::ours)) {
      add(
          "sshd reads keys from %s, and Holdfast writes them to ~/%s; add that to AuthorizedKeysFile, or put the keys there yourself"
              .formatted(String.join(" ", read), FILE));
    }
  }

  private boolean ours(String pattern) {
    String path = pattern.replace("%u", user.name()).replace("%h/", "");
    String home =
        Objects.requireNonNullElse(
            user.home(), present == null ? "/home/" + user.name() : present.home());
    return path.equals(FILE) || path.equals(home + "/" + FILE);
  }

  private boolean admits(List<String> lines, String key) {
    return lines.stream()
        .map(AuthorizedKeyLine::parse)
        .flatMap(Optional::stream)
        .anyMatch(line -> same(line, key) && obstacle(line) == null);
  }

  private static boolean same(AuthorizedKeyLine line, String key) {
    return line.base64().equals(key.split(" ", 3)[1]) && !line.authority();
  }

  private void key(String key) {
    Stream.concat(lines.stream(), login.elsewhere().stream())
        .map(AuthorizedKeyLine::parse)
        .flatMap(Optional::stream)
        .filter(line -> same(line, key))
        .map(this::obstacle)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(why ->
            add(
                "a line of authorized_keys has the key '%s' already and %s; remove that line, or leave the key out"
                    .formatted(name(key), why)));
    String type = PublicKeyBlob.read(key.split(" ", 3)[1]).map(PublicKeyBlob::type).orElse("");
    List<String> algorithms = sshd.list("pubkeyacceptedalgorithms");
    List<String> names =
        type.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256", type) : List.of(type);
    if (!algorithms.isEmpty() && names.stream().noneMatch(algorithms::contains)) {
      add("PubkeyAcceptedAlgorithms does not accept keys of the type " + type);
    }
  }

  /** What keeps a line from letting its key in as it is; null for a line that does. */
  private @Nullable String obstacle(AuthorizedKeyLine line) {
    if (line.options().containsKey("command")) {
      return "lets it run one command only";
    }
    if (line.options().containsKey("from")) {
      return "lets it in only from " + line.options().get("from");
    }
    return line.expired(login.now()) ? "has expired" : null;
  }

  private static String name(String key) {
    String[] parts = key.split(" ", 3);
    return parts.length == 3 ? parts[2] : parts[1].substring(Math.max(0, parts[1].length() - 12));
  }

  private void add(String why) {
    refusals.add("users: %s could not log in with its keys: %s".formatted(user.name(), why));
  }
}
