package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Whether the server and each of our adapters have algorithms in common, and which are weak. */
final class AlgorithmsCheck implements Check {
  static final String NAME = "ssh/algorithms";

  /** Names that stand in the list of key exchanges and are none. */
  private static final Pattern NO_EXCHANGE = Pattern.compile("ext-info-.*|kex-strict-.*");

  private static final Pattern WEAK =
      Pattern.compile(
          "diffie-hellman-.*-sha1|gss-.*-sha1-.*|rsa1024-sha1|ssh-dss.*|ssh-rsa(-cert.*)?|.*-cbc(@.*)?"
              + "|arcfour.*|none|hmac-md5.*|hmac-sha1.*|hmac-ripemd.*|umac-64.*");
  private static final Pattern POST_QUANTUM = Pattern.compile(".*(sntrup|mlkem).*");
  private static final Pattern WITHOUT_MAC = Pattern.compile(".*-gcm@.*|chacha20-poly1305.*");

  /** Whether sshj, which looks at what is shown before a login, can talk to it. */
  record BySshj(boolean able) {}

  private final String server;
  private final Map<String, Map<String, List<String>>> adapters;

  /**
   * @param server the server's name
   * @param adapters by name, what each offers: {@code kex}, {@code key-sig}, {@code cipher} and
   *     {@code mac}
   */
  AlgorithmsCheck(String server, Map<String, Map<String, List<String>>> adapters) {
    this.server = server;
    this.adapters = new TreeMap<>(adapters);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(GreetingCheck.NAME);
  }

  @Override
  public Finding make(Evidence evidence) throws IOException {
    Door door = evidence.get(Door.class);
    KexInit offer = door.kexInit();
    door.close();
    evidence.add(offer);
    evidence.add(new BySshj(missing(offer, adapters.getOrDefault("sshj", Map.of())).isEmpty()));
    return finding(offer);
  }

  Finding finding(KexInit offer) {
    List<String> lines = new ArrayList<>();
    List<String> unable = new ArrayList<>();
    adapters.forEach((adapter, ours) -> {
      String missing = missing(offer, ours);
      if (missing.isEmpty()) {
        lines.add(adapter + " agrees with it on " + agreed(offer, ours));
      } else {
        unable.add(adapter);
        lines.add(adapter + " has no " + missing + " in common with it");
      }
    });
    Set<String> weak = weak(offer);
    if (!weak.isEmpty()) {
      lines.add("weak: " + String.join(", ", weak));
    }
    boolean quantum = offer.kex().stream().anyMatch(k -> POST_QUANTUM.matcher(k).matches());
    lines.add(
        quantum
            ? "it offers a post-quantum key exchange"
            : "it offers no post-quantum key exchange; OpenSSH has one from 8.5 on");
    return judged(unable, weak).withDetail(String.join("\n", lines));
  }

  private Finding judged(List<String> unable, Set<String> weak) {
    if (!unable.isEmpty() && unable.size() == adapters.size()) {
      return Finding.problem(
          NAME,
          "there are no algorithms that both sides accept",
          "Update its OpenSSH, or allow in its sshd_config what the detail says is missing");
    }
    if (!unable.isEmpty()) {
      return Finding.warning(
          NAME,
          "not every adapter can talk to it: not " + String.join(", ", unable),
          "Nothing has to be done as long as the others do what is needed; else allow in its sshd_config"
              + " what the detail says is missing");
    }
    return weak.isEmpty()
        ? Finding.ok(NAME, "both sides have safe algorithms in common, and it offers no weak one")
        : Finding.warning(
            NAME,
            "it offers %d weak algorithm%s, next to safe ones"
                .formatted(weak.size(), weak.size() == 1 ? "" : "s"),
            "Lock its sshd down: ./holdfast run lockdown " + server);
  }

  /** The first kind of algorithm of which there is none in common; empty if there is none such. */
  private static String missing(KexInit offer, Map<String, List<String>> ours) {
    if (common(kinds(ours, "kex"), offer.kex()).isEmpty()) {
      return "key exchange";
    }
    if (common(kinds(ours, "key-sig"), offer.hostKey()).isEmpty()) {
      return "kind of host key";
    }
    List<String> there = common(kinds(ours, "cipher"), offer.cipher());
    List<String> back = common(kinds(ours, "cipher"), offer.cipherBack());
    if (there.isEmpty() || back.isEmpty()) {
      return "cipher";
    }
    List<String> macs = kinds(ours, "mac");
    return (needsMac(there) && common(macs, offer.mac()).isEmpty())
            || (needsMac(back) && common(macs, offer.macBack()).isEmpty())
        ? "MAC"
        : "";
  }

  private static String agreed(KexInit offer, Map<String, List<String>> ours) {
    String cipher = common(kinds(ours, "cipher"), offer.cipher()).getFirst();
    return "%s, %s, %s"
        .formatted(
            common(kinds(ours, "kex"), offer.kex()).getFirst(),
            common(kinds(ours, "key-sig"), offer.hostKey()).getFirst(),
            WITHOUT_MAC.matcher(cipher).matches()
                ? cipher
                : cipher + " with " + common(kinds(ours, "mac"), offer.mac()).getFirst());
  }

  private static boolean needsMac(List<String> ciphers) {
    return !WITHOUT_MAC.matcher(ciphers.getFirst()).matches();
  }

  private static List<String> kinds(Map<String, List<String>> ours, String kind) {
    return ours.getOrDefault(kind, List.of()).stream()
        .filter(name -> !NO_EXCHANGE.matcher(name).matches())
        .toList();
  }

  private static List<String> common(List<String> ours, List<String> theirs) {
    return ours.stream().filter(theirs::contains).toList();
  }

  private static Set<String> weak(KexInit offer) {
    Set<String> weak = new LinkedHashSet<>();
    for (List<String> names :
        List.of(
            offer.kex(),
            offer.hostKey(),
            offer.cipher(),
            offer.cipherBack(),
            offer.mac(),
            offer.macBack())) {
      names.stream().filter(name -> WEAK.matcher(name).matches()).forEach(weak::add);
    }
    return weak;
  }
}
