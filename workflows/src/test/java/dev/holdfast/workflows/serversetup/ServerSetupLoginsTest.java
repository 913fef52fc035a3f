package dev.holdfast.workflows.serversetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.EffectiveSshd;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.serversetup.ServerSetupInput.User;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSetupLoginsTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ann";
  private static final String SSHD =
      """
      pubkeyauthentication yes
      usepam yes
      strictmodes yes
      permitrootlogin no
      authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2
      pubkeyacceptedalgorithms ssh-ed25519,rsa-sha2-512
      subsystem sftp /usr/lib/openssh/sftp-server
      """;

  @Test
  void shouldFindNothingWhereAKeyLetsIn() {
    assertThat(refusals(user(null), SSHD, "set", "open", "ok", "")).isEmpty();
    assertThat(refusals(user(null), SSHD, "locked", "open", "ok", "")).isEmpty();
    assertThat(refusals(user(null), "", "locked", "open", "ok", "")).as("no sshd").isEmpty();
    assertThat(refusals(user(null), SSHD + "allowusers ann@10.0.0.0/8\n", "set", "open", "ok", ""))
        .isEmpty();
    assertThat(refusals(user(null), SSHD + "allowgroups staff\n", "set", "open", "ok", ""))
        .isEmpty();
    assertThat(
            refusals(
                user(null),
                SSHD.replace(".ssh/authorized_keys ", "/home/%u/.ssh/authorized_keys "),
                "set",
                "open",
                "ok",
                ""))
        .isEmpty();
    assertThat(
            refusals(
                user(null),
                SSHD.replace("/usr/lib/openssh/sftp-server", "internal-sftp"),
                "set",
                "open",
                "nologin",
                ""))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "set, expired, ok, '', account is expired",
    "set, inactive, ok, '', account is inactive",
    "set, open, missing, '', the shell /bin/zsh does not exist",
    "set, open, nologin, '', ends every session",
    "set, open, ok, /home/ann, chmod go-w /home/ann"
  })
  void shouldSayWhatOfTheAccountKeepsItOut(
      String password, String state, String shell, String loose, String why) {
    assertThat(refusals(user(null), SSHD, password, state, shell, loose))
        .singleElement()
        .asString()
        .startsWith("users: ann could not log in with its keys: ")
        .contains(why);
  }

  @Test
  void shouldAcceptAShellThatTheInputReplaces() {
    assertThat(refusals(user("/bin/bash"), SSHD, "set", "open", "missing", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "usepam yes, usepam no, usermod -p",
    ".ssh/authorized_keys .ssh/authorized_keys2, /etc/ssh/keys/%u, AuthorizedKeysFile",
    "'ssh-ed25519,rsa-sha2-512', rsa-sha2-512, PubkeyAcceptedAlgorithms",
    "pubkeyauthentication yes, pubkeyauthentication no, PubkeyAuthentication is no",
    "usepam yes, 'usepam yes\nallowusers bob', AllowUsers",
    "usepam yes, 'usepam yes\ndenygroups staff', DenyGroups",
    "usepam yes, 'usepam yes\nallowgroups wheel', AllowGroups names no group",
    "usepam yes, 'usepam yes\nauthenticationmethods password', not for a key"
  })
  void shouldSayWhichSettingKeepsItOut(String of, String to, String why) {
    assertThat(refusals(user(null), SSHD.replace(of, to), "locked", "open", "ok", ""))
        .singleElement()
        .asString()
        .contains(why);
  }

  private static User user(@Nullable String shell) {
    return new User("ann", null, null, shell, List.of(), List.of(KEY), false);
  }

  private static List<String> refusals(
      User user, String sshd, String password, String state, String shell, String loose) {
    Facts.Login login =
        new Facts.Login(
            password,
            state,
            shell,
            loose,
            new Facts.Now("20260601120000", "20260601100000"),
            EffectiveSshd.parse(sshd),
            List.of());
    Facts.User present =
        new Facts.User(
            "ann",
            1000,
            "ann",
            "/home/ann",
            "/bin/zsh",
            Set.of("ann", "staff"),
            Set.of(1000),
            true);
    Facts facts =
        new Facts(
            "apt",
            true,
            true,
            true,
            Set.of(),
            Map.of(),
            Map.of("ann", present),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Set.of(),
            new Facts.UnknownPackages(Set.of(), false),
            Map.of("ann", login),
            null);
    return ServerSetupLogins.refusals(user, facts);
  }
}
