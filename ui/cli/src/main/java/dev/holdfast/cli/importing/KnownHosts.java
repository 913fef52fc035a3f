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
   * @param hostKeys {@code TYPE BASE64}, to be pinned
   * @param authorities {@code TYPE BASE64} of those who may certify host keys
   * @param revoked fingerprints
   * @param lines the numbers of the lines that say it
   */
  public record Known(
      List<String> hostKeys, List<String> authorities, List<String> revoked, List<Integer> lines) {
    public boolean isEmpty() {
      return hostKeys.isEmpty() && authorities.isEmpty();
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
        notes.add("line %d: '%s' is no marker that we know".formatted(number, marker));
      } else if (words.length < at + 3) {
        notes.add("line %d: is no 'HOST TYPE KEY'".formatted(number));
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

  /** What is known of a server under any of these names on this port. */
  public Known of(Iterable<String> names, int port) {
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
    List<String> trusted =
        pinned.stream().distinct().filter(key -> !revoked.contains(fingerprint(key))).toList();
    return new Known(
        trusted,
        authorities.stream().distinct().toList(),
        revoked.stream().distinct().toList(),
        numbers);
  }

  private static boolean matches(Line line, String host) {
    return line.hosts().startsWith(HASHED)
        ? hashes(line.hosts(), host)
        : Glob.matches(Arrays.asList(line.hosts().split(",", -1)), host);
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
