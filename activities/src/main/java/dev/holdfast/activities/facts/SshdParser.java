package dev.holdfast.activities.facts;

import dev.holdfast.schemas.change.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rows about the SSH daemon. */
final class SshdParser {
  /** {@code 3072 SHA256:… comment (RSA)}, as {@code ssh-keygen -l} prints it. */
  private static final Pattern KEY = Pattern.compile("(\\d+) \\S+ .*\\(([A-Z0-9-]+)\\)");

  private static final Pattern SETTING = Pattern.compile("([a-z0-9]+) (.*)");

  private final Map<String, List<String>> effective = new TreeMap<>();
  private final Map<String, List<String>> supported = new TreeMap<>();
  private final List<Facts.HostKeyFile> hostKeys = new ArrayList<>();
  private final List<Facts.ConfigFile> files = new ArrayList<>();
  private final List<Facts.PublicKey> loginKeys = new ArrayList<>();
  private boolean loginKeysKnown;
  private boolean asked;
  private boolean socket;
  private @Nullable String unit;
  private @Nullable String error;

  void row(String[] row) {
    switch (row[0]) {
      case "sshd-error" -> {
        asked = true;
        error = row[1];
      }
      case "unit" -> {
        asked = true;
        unit(row[1], row[2], row[3]);
      }
      case "effective" -> FactsParser.text(row[1]).lines().forEach(this::setting);
      case "supported" -> supported.put(row[1], FactsParser.words(row[2]));
      case "host-key" ->
          key(row[2])
              .ifPresent(
                  key -> hostKeys.add(new Facts.HostKeyFile(row[1], type(key.type()), key.bits())));
      case "config" ->
          files.add(
              new Facts.ConfigFile(row[1], FactsParser.text(row[3]), FactsParser.octal(row[2])));
      case "login-keys-known" -> loginKeysKnown = true;
      case "login-key" -> key(row[1]).ifPresent(loginKeys::add);
      default -> {
        // The marks, and rows of a newer script.
      }
    }
  }

  Facts.@Nullable Sshd facts(Map<String, List<String>> client) {
    return asked
        ? new Facts.Sshd(
            error,
            unit,
            socket,
            effective,
            supported,
            client,
            hostKeys,
            files,
            loginKeysKnown ? loginKeys : null)
        : null;
  }

  private void unit(String name, String id, String state) {
    boolean active = state.equals("active");
    if (name.equals("ssh.socket")) {
      socket = active;
    } else if (active && unit == null) {
      unit = id;
    }
  }

  private void setting(String line) {
    Matcher matcher = SETTING.matcher(line);
    if (matcher.matches()) {
      effective.compute(
          matcher.group(1), (keyword, before) -> FactsParser.append(before, matcher.group(2)));
    }
  }

  private static Optional<Facts.PublicKey> key(String line) {
    Matcher matcher = KEY.matcher(line);
    return matcher.matches()
        ? Optional.of(new Facts.PublicKey(matcher.group(2), Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  private static String type(String shown) {
    return shown.equals("ECDSA") ? "ecdsa-sha2" : "ssh-" + shown.toLowerCase(Locale.ROOT);
  }
}
