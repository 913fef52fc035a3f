package dev.holdfast.workflows.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.lockdown.LockdownInput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LockdownLooseningTest {
  private static final LockdownInput.Sshd DEFAULTS = LockdownInput.defaults().sshd();

  @Test
  void shouldNameEverySettingThatBecomesLessStrict() {
    Facts.Sshd locked =
        sshd(
            """
            AllowUsers deploy admin
            MaxAuthTries 2
            Match all
              AllowUsers deploy admin
            """,
            Map.of(
                "allowusers", List.of("deploy", "admin"),
                "maxauthtries", List.of("2"),
                "logingracetime", List.of("10"),
                "ciphers", List.of("aes256-gcm@openssh.com"),
                "clientaliveinterval", List.of("60"),
                "pubkeyauthentication", List.of("no"),
                "allowtcpforwarding", List.of("local")));

    assertThat(loosened(new LockdownInput.Sshd(List.of(), List.of(), true, 3, 30), locked))
        .containsExactlyInAnyOrder(
            "AllowUsers: deploy, admin -> everybody who has an accepted key",
            "MaxAuthTries: 2 -> 3",
            "LoginGraceTime: 10 -> 30",
            "Ciphers: also aes256-ctr",
            "ClientAliveInterval: 60 -> 300",
            "PubkeyAuthentication: no -> yes",
            "AllowTcpForwarding: local -> yes");
  }

  @Test
  void shouldNameWhoMayLogInBesides() {
    Facts.Sshd locked = sshd("AllowUsers deploy\n", Map.of("allowusers", List.of("deploy")));

    assertThat(
            loosened(
                new LockdownInput.Sshd(List.of(), List.of("deploy", "ann"), false, 3, 30), locked))
        .containsExactly("AllowUsers: deploy -> deploy, ann");
    assertThat(loosened(new LockdownInput.Sshd(List.of(), List.of("deploy"), false, 3, 30), locked))
        .isEmpty();
  }

  @Test
  void shouldNameNothingOfAServerThatWasNeverLockedDown() {
    Facts.Sshd open =
        new Facts.Sshd(
            null,
            "ssh.service",
            false,
            Map.of(
                "port", List.of("22"),
                "permitrootlogin", List.of("yes"),
                "passwordauthentication", List.of("yes"),
                "pubkeyauthentication", List.of("yes"),
                "maxauthtries", List.of("6"),
                "logingracetime", List.of("0"),
                "clientaliveinterval", List.of("0"),
                "requiredrsasize", List.of("1024"),
                "strictmodes", List.of("no"),
                "ciphers", List.of("aes256-gcm@openssh.com,aes128-cbc")),
            supported(),
            Map.of(),
            List.of(),
            List.of(),
            null);

    assertThat(loosened(DEFAULTS, open)).isEmpty();
  }

  @Test
  void shouldKeepThePortsThatAnEarlierLockdownHasSet() {
    Facts.Sshd moved = sshd("Port 2222\nPort 2200\n", Map.of("port", List.of("2222", "2200")));

    SshdSettings settings = SshdSettings.of(DEFAULTS, moved);

    assertThat(settings.text()).contains("Port 2222\nPort 2200\n");
    assertThat(settings.effective()).containsEntry("port", List.of("2222", "2200"));
    assertThat(loosened(DEFAULTS, moved)).isEmpty();
  }

  private static List<String> loosened(LockdownInput.Sshd input, Facts.Sshd sshd) {
    return LockdownLoosening.of(SshdSettings.of(input, sshd), sshd);
  }

  private static Facts.Sshd sshd(String dropIn, Map<String, List<String>> effective) {
    return new Facts.Sshd(
        null,
        "ssh.service",
        false,
        new TreeMap<>(effective),
        supported(),
        Map.of(),
        List.of(),
        List.of(new Facts.ConfigFile(SshdFiles.DROP_IN, dropIn, "0644")),
        null);
  }

  private static Map<String, List<String>> supported() {
    return Map.of("cipher", List.of("aes256-gcm@openssh.com", "aes256-ctr"));
  }
}
