package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.lockdown.LockdownInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of sshd, by keyword as sshd_config(5) spells it.
 *
 * <p>A keyword that the server's sshd does not know is left out, so that old and new versions both
 * start.
 */
record SshdSettings(Map<String, List<String>> values) {

  /** Keywords whose lines add up instead of the first one winning. */
  private static final Set<String> REPEATED = Set.of("HostKey", "Port");

  /**
   * Keywords that a {@code Match} block elsewhere must not loosen. A block of ours comes first and
   * says them again: among the blocks that match, the first one wins.
   */
  private static final Set<String> UNCONDITIONAL =
      Set.of(
          "AllowUsers",
          "PermitRootLogin",
          "PubkeyAuthentication",
          "PasswordAuthentication",
          "KbdInteractiveAuthentication",
          "PermitEmptyPasswords",
          "HostbasedAuthentication",
          "X11Forwarding",
          "AllowAgentForwarding",
          "AllowTcpForwarding",
          "AllowStreamLocalForwarding",
          "GatewayPorts",
          "PermitTunnel");

  static SshdSettings of(LockdownInput.Sshd input, Facts.Sshd sshd) {
    SshdAlgorithms algorithms = SshdAlgorithms.of(sshd);
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    wanted.put("Port", ports(input, sshd));
    wanted.put("HostKey", HostKeys.kept(sshd).stream().map(Facts.HostKeyFile::path).toList());
    wanted.put("KexAlgorithms", list(algorithms.keyExchange()));
    wanted.put("Ciphers", list(algorithms.ciphers()));
    wanted.put("MACs", list(algorithms.macs()));
    wanted.put("HostKeyAlgorithms", list(algorithms.hostKeys()));
    wanted.put("PubkeyAcceptedAlgorithms", list(algorithms.userKeys()));
    wanted.put("HostbasedAcceptedAlgorithms", list(algorithms.userKeys()));
    wanted.put("CASignatureAlgorithms", list(algorithms.authorities()));
    wanted.put("GSSAPIKexAlgorithms", list(algorithms.gssapiKeyExchange()));
    wanted.put("RequiredRSASize", List.of(String.valueOf(SshdAlgorithms.LEAST_RSA_BITS)));
    wanted.put("PermitRootLogin", List.of("no"));
    wanted.put("AllowUsers", input.allowUsers());
    wanted.put("PubkeyAuthentication", List.of("yes"));
    wanted.put("PasswordAuthentication", List.of("no"));
    wanted.put("KbdInteractiveAuthentication", List.of("no"));
    wanted.put("PermitEmptyPasswords", List.of("no"));
    wanted.put("HostbasedAuthentication", List.of("no"));
    wanted.put("IgnoreRhosts", List.of("yes"));
    wanted.put("StrictModes", List.of("yes"));
    wanted.put("MaxAuthTries", List.of(String.valueOf(input.maxAuthTries())));
    wanted.put("LoginGraceTime", List.of(String.valueOf(input.loginGraceSeconds())));
    wanted.put("ClientAliveInterval", List.of("300"));
    wanted.put("ClientAliveCountMax", List.of("3"));
    String forwarding = input.allowTcpForwarding() ? "yes" : "no";
    wanted.put("AllowTcpForwarding", List.of(forwarding));
    wanted.put("AllowStreamLocalForwarding", List.of(forwarding));
    wanted.put("AllowAgentForwarding", List.of("no"));
    wanted.put("X11Forwarding", List.of("no"));
    wanted.put("GatewayPorts", List.of("no"));
    wanted.put("PermitTunnel", List.of("no"));
    wanted.put("PermitUserEnvironment", List.of("no"));
    wanted.put("LogLevel", List.of("VERBOSE"));
    wanted
        .entrySet()
        .removeIf(setting ->
            setting.getValue().isEmpty()
                || (!sshd.effective().containsKey(lower(setting.getKey()))
                    && !setting.getKey().equals("AllowUsers")));
    return new SshdSettings(wanted);
  }

  /** Those that an earlier lockdown has set stay with it: no other file names them any more. */
  private static List<String> ports(LockdownInput.Sshd input, Facts.Sshd sshd) {
    return input.ports().isEmpty()
        ? SshdFiles.inForce(sshd).getOrDefault("port", List.of())
        : input.ports().stream().map(String::valueOf).toList();
  }

  /** The drop-in's text. */
  String text() {
    String global =
        values.entrySet().stream().map(SshdSettings::lines).collect(Collectors.joining());
    String matched =
        values.entrySet().stream()
            .filter(setting -> UNCONDITIONAL.contains(setting.getKey()))
            // To allow is no business of a block that overrides a restriction elsewhere.
            .filter(setting ->
                !setting.getKey().endsWith("Forwarding")
                    || setting.getValue().equals(List.of("no")))
            .map(setting -> "  " + lines(setting))
            .collect(Collectors.joining());
    return """
    # Managed by Holdfast: the next lockdown overwrites it. sshd takes the first value it finds,
    # so what is here wins over the files after it and over sshd_config.
    %s
    # Once more, so that no Match block in another file can loosen them.
    Match all
    %s\
    """
        .formatted(global, matched);
  }

  /** What {@code sshd -T} has to show, by keyword in lower case. */
  SortedMap<String, List<String>> effective() {
    SortedMap<String, List<String>> shown = new TreeMap<>();
    values.forEach((keyword, value) -> shown.put(lower(keyword), value));
    // More of them can be named elsewhere; what is offered is what HostKeyAlgorithms leaves.
    shown.remove("hostkey");
    return shown;
  }

  Set<String> keywords() {
    return values.keySet().stream().map(SshdSettings::lower).collect(Collectors.toSet());
  }

  private static String lines(Map.Entry<String, List<String>> setting) {
    return REPEATED.contains(setting.getKey())
        ? setting.getValue().stream()
            .map(value -> setting.getKey() + " " + value + "\n")
            .collect(Collectors.joining())
        : setting.getKey() + " " + String.join(" ", setting.getValue()) + "\n";
  }

  private static List<String> list(List<String> algorithms) {
    return algorithms.isEmpty() ? List.of() : List.of(String.join(",", algorithms));
  }

  static String lower(String keyword) {
    return keyword.toLowerCase(Locale.ROOT);
  }
}
