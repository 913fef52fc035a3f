package dev.holdfast.cli.importing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The lines of a known_hosts file, plain and hashed. */
public final class KnownHosts {
  private static final Set<String> KEYS =
      Set.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521");
  private static final String HASHED = "|1|";
  private static final int SSH = 22;

  private final List<Line> lines;
  private final List<String> notes;

  private KnownHosts(List<Line> lines, List<String> notes) {
    this.lines = lines;
    this.notes = notes;
  }

  private record Line(int number, String marker, String hosts, String key) {}

  /**
   * What the file says of one server.
   *
   * @param hostKeys {@code TYPE BASE64}, to be pinned; never one that is revoked
   * @param authorities {@code TYPE BASE64} of those who may certify host keys
   * @param revoked fingerprints
   * @param lines the numbers of the lines that say it
   */
  public record Known(
      List<String> hostKeys, List<String> authorities, List<String> revoked, List<Integer> lines) {
    public Known {
      List<String> never = revoked.stream().distinct().toList();
      hostKeys =
          hostKeys.stream().distinct().filter(key -> !never.contains(fingerprint(key))).toList();
      authorities = authorities.stream().distinct().toList();
      revoked = never;
      lines = lines.stream().distinct().sorted().toList();
    }

    public boolean isEmpty() {
      return hostKeys.isEmpty() && authorities.isEmpty();
    }

    /** Together with what another file says. */
    public Known and(Known other) {
      return new Known(
          both(hostKeys, other.hostKeys),
          both(authorities, other.authorities),
          both(revoked, other.revoked),
          both(lines, other.lines));
    }

    private Known revokedOnly() {
      return new Known(List.of(), List.of(), revoked, List.of());
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
      return Stream.concat(one.stream(), other.stream()).toList();
    }
  }

  /** Of no file. */
  public static KnownHosts none() {
    return new KnownHosts(List.of(), List.of());
  }

  public static KnownHosts parse(String text) {
    List<Line> lines = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("\\s+", -1);
      int at = words[0].startsWith("@") ? 1 : 0;
      String marker = at == 1 ? words[0] : "";
      if (!Set.of("", "@cert-authority", "@revoked").contains(marker)) {
        notes.add("line %d: '%s' is not a valid marker".formatted(number, marker));
      } else if (words.length < at + 3) {
        notes.add("line %d: is not 'HOST TYPE KEY'".formatted(number));
      } else if (!KEYS.contains(words[at + 1])) {
        notes.add(
            "line %d: keys of type %s are not used".formatted(number, printable(words[at + 1])));
      } else if (!isKey(words[at + 1], words[at + 2])) {
        notes.add("line %d: the key is damaged".formatted(number));
      } else {
        lines.add(new Line(number, marker, words[at], words[at + 1] + " " + words[at + 2]));
      }
    }
    return new KnownHosts(lines, notes);
  }

  /** The lines that are not used, with the reason. */
  public List<String> notes() {
    return notes;
  }

  /** The numbers of the lines that are used. */
  public List<Integer> numbers() {
    return lines.stream().map(Line::number).toList();
  }

  /**
   * What is known of a server under any of these names on this port. Lines without a port hold for
   * every port for which there are none of its own, as they do in OpenSSH.
   */
  public Known of(Iterable<String> names, int port) {
    Known plain = exactly(names, SSH);
    if (port == SSH) {
      return plain;
    }
    Known own = exactly(names, port);
    return own.isEmpty() ? own.and(plain) : own.and(plain.revokedOnly());
  }

  /** What is known under an alias, whatever the port. */
  public Known ofAlias(String alias) {
    return exactly(List.of(alias), SSH);
  }

  private Known exactly(Iterable<String> names, int port) {
    List<String> pinned = new ArrayList<>();
    List<String> authorities = new ArrayList<>();
    List<String> revoked = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (Line line : lines) {
      for (String name : names) {
        if (matches(line, port == SSH ? name : "[" + name + "]:" + port)) {
          numbers.add(line.number());
          switch (line.marker()) {
            case "@cert-authority" -> authorities.add(line.key());
            case "@revoked" -> revoked.add(fingerprint(line.key()));
            default -> pinned.add(line.key());
          }
          break;
        }
      }
    }
    return new Known(pinned, authorities, revoked, numbers);
  }

  private static boolean matches(Line line, String host) {
    return line.hosts().startsWith(HASHED)
        ? hashes(line.hosts(), host)
        : Glob.matchesHost(line.hosts(), host);
  }

  private static boolean hashes(String hashed, String host) {
    String[] parts = hashed.substring(HASHED.length()).split("\\|", -1);
    if (parts.length != 2) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
      byte[] hash = mac.doFinal(host.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isKey(String type, String base64) {
    try {
      byte[] blob = Base64.getDecoder().decode(base64);
      byte[] name = type.getBytes(StandardCharsets.US_ASCII);
      return blob.length > 4 + name.length
          && Arrays.equals(blob, 4, 4 + name.length, name, 0, name.length);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String fingerprint(String key) {
    try {
      byte[] blob = Base64.getDecoder().decode(key.substring(key.indexOf(' ') + 1));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String printable(String word) {
    return word.replaceAll("\\p{C}", "?");
  }
}
