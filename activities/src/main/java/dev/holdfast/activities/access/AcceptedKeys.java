package dev.holdfast.activities.access;

import dev.holdfast.activities.access.AccessFacts.Account;
import dev.holdfast.activities.access.AccessFacts.KeyFile;
import dev.holdfast.activities.access.AccessFacts.Place;
import dev.holdfast.schemas.change.AuthorizedKeyLine;
import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.SshdPatterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys and certificates with which an account gets in under settings of sshd. */
final class AcceptedKeys {
  /** What cloud-init lets the keys of root do: print who to log in as, and end. */
  private static final String NOTICE = "Please login as the user";

  private final AccessFacts facts;
  private final Account account;
  private final EffectiveSshd settings;
  private final String address;
  private final Set<String> obstacles;
  private final Map<String, String> accepted = new LinkedHashMap<>();

  private AcceptedKeys(
      AccessFacts facts,
      Account account,
      EffectiveSshd settings,
      String address,
      Set<String> obstacles) {
    this.facts = facts;
    this.account = account;
    this.settings = settings;
    this.address = address;
    this.obstacles = obstacles;
  }

  /**
   * What is accepted, by an identity, with its name for people.
   *
   * @param obstacles gets why something is not accepted
   */
  static Map<String, String> of(
      AccessFacts facts,
      Account account,
      EffectiveSshd settings,
      String address,
      Set<String> obstacles) {
    AcceptedKeys keys = new AcceptedKeys(facts, account, settings, address, obstacles);
    if (!settings.on("pubkeyauthentication")) {
      return Map.of();
    }
    settings.words("authorizedkeysfile").forEach(keys::file);
    keys.fromElsewhere();
    return keys.accepted;
  }

  private void file(String pattern) {
    KeyFile file = facts.keyFiles().get(new Place(account.name(), pattern));
    if (file == null || file.lines().isEmpty()) {
      return;
    }
    if (settings.on("strictmodes") && !file.loose().isEmpty()) {
      obstacles.add(
          "StrictModes refuses its keys: %s can be changed by others".formatted(file.loose()));
      return;
    }
    file.lines().forEach(this::line);
  }

  private void line(AuthorizedKeyLine line) {
    String command = line.options().getOrDefault("command", "");
    if (command.contains(NOTICE)) {
      obstacles.add("its keys only show which user to log in as");
    } else if (account.uid() == 0
        && command.isEmpty()
        && settings.first("permitrootlogin").equals("forced-commands-only")) {
      obstacles.add("PermitRootLogin forced-commands-only");
    } else if (line.expired(facts.now())) {
      obstacles.add(label(line) + " has expired");
    } else if (fromHere(line)) {
      if (line.authority()) {
        authority(line);
      } else if (typeAccepted(line) && longEnough(line)) {
        String forced = command.isEmpty() ? "" : ", forced command";
        accepted.put(line.base64(), label(line) + forced);
      }
    }
  }

  private static String label(AuthorizedKeyLine line) {
    return "key " + line.name();
  }

  /** A key for addresses that no connection stands for is taken as one for all of them. */
  private boolean fromHere(AuthorizedKeyLine line) {
    String from = line.options().get("from");
    return from == null
        || SshdPatterns.matchesAddress(address, from)
        || facts.connections().values().stream()
            .noneMatch(tried -> SshdPatterns.matchesAddress(tried, from));
  }

  private boolean typeAccepted(AuthorizedKeyLine line) {
    String type = line.key().type();
    List<String> names =
        type.equals("ssh-rsa") ? List.of("ssh-rsa", "rsa-sha2-256", "rsa-sha2-512") : List.of(type);
    List<String> algorithms = algorithms();
    if (algorithms.isEmpty() || names.stream().anyMatch(algorithms::contains)) {
      return true;
    }
    obstacles.add(label(line) + " is of a type that is not accepted");
    return false;
  }

  private boolean longEnough(AuthorizedKeyLine line) {
    String least = settings.first("requiredrsasize");
    if (!line.key().type().equals("ssh-rsa")
        || least.isEmpty()
        || line.key().bits() >= Integer.parseInt(least)) {
      return true;
    }
    obstacles.add("%s is too short: RequiredRSASize is %s".formatted(label(line), least));
    return false;
  }

  private void fromElsewhere() {
    if (settings.names("authorizedkeyscommand") && account.personal()) {
      accepted.put(WaysIn.COMMAND, "keys from AuthorizedKeysCommand");
    }
    if (!settings.names("trustedusercakeys")) {
      return;
    }
    boolean named =
        settings.names("authorizedprincipalsfile")
            ? settings.words("authorizedprincipalsfile").stream()
                .anyMatch(
                    pattern -> facts.principals().contains(new Place(account.name(), pattern)))
            : account.personal();
    if (named || (settings.names("authorizedprincipalscommand") && account.personal())) {
      facts
          .authorities()
          .getOrDefault(settings.first("trustedusercakeys"), List.of())
          .forEach(this::authority);
    }
  }

  private void authority(AuthorizedKeyLine authority) {
    String label = "certificates of " + authority.name();
    if (!signs(authority, settings)) {
      obstacles.add(label + ": CASignatureAlgorithms does not accept the authority's key");
    } else if (!algorithms().isEmpty()
        && algorithms().stream().noneMatch(name -> name.contains("-cert-v01@"))) {
      obstacles.add(label + ": PubkeyAcceptedAlgorithms has no certificates");
    } else {
      accepted.put(WaysIn.AUTHORITY + authority.base64(), label);
    }
  }

  /** Whether an authority's key is of a type whose signatures are accepted. */
  static boolean signs(AuthorizedKeyLine authority, EffectiveSshd settings) {
    List<String> signatures = settings.list("casignaturealgorithms");
    String type = authority.key().type();
    return signatures.isEmpty()
        || signatures.contains(type)
        || (type.equals("ssh-rsa")
            && signatures.stream().anyMatch(name -> name.startsWith("rsa-sha2-")));
  }

  private List<String> algorithms() {
    List<String> algorithms = settings.list("pubkeyacceptedalgorithms");
    return algorithms.isEmpty() ? settings.list("pubkeyacceptedkeytypes") : algorithms;
  }
}
