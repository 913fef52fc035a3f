package dev.holdfast.activities.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.RemainingAccess.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the rows of a server to what is said of an account. */
class AccessJudgeTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ann";
  private static final String ECDSA =
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBC9sNydFwqL4V/C3O7utivsbcku54rnEP/yefMXNchF4oA12zprFAChrYNlM3xbNs7JP5rdy+xbvu4Q3DGLbm4g= ca";
  private static final String OPEN =
      """
      pubkeyauthentication yes
      passwordauthentication yes
      kbdinteractiveauthentication no
      usepam yes
      permitrootlogin yes
      strictmodes yes
      authorizedkeysfile .ssh/authorized_keys
      trustedusercakeys none
      casignaturealgorithms ssh-ed25519,ecdsa-sha2-nistp256
      pubkeyacceptedalgorithms ssh-ed25519,rsa-sha2-256,ssh-ed25519-cert-v01@openssh.com
      requiredrsasize 1024
      """;
  private static final String CLOSED =
      OPEN.replace("passwordauthentication yes", "passwordauthentication no")
          .replace("permitrootlogin yes", "permitrootlogin no")
          .replace("1024", "3072")
          .replace("ssh-ed25519,ecdsa-sha2-nistp256", "ssh-ed25519");

  private final StringBuilder rows = new StringBuilder("now\t20260601120000\t20260601100000\n");

  AccessJudgeTest() {
    connection(0, "198.51.100.77", OPEN, CLOSED);
  }

  @Test
  void shouldNameWhoseOnlyWayInIsAPassword() {
    account("ann", "set");

    assertThat(only("ann").outcome()).isEqualTo(Outcome.LOSES_ALL);
    assertThat(only("ann").line())
        .isEqualTo("ann loses access (password: passwords are turned off)");
  }

  @Test
  void shouldKeepWhoHasAKeyBesidesThePassword() {
    account("ann", "set");
    key("ann", ED25519);

    assertThat(only("ann").outcome()).isEqualTo(Outcome.KEEPS);
    assertThat(only("ann").before()).containsExactly("key 'ann' (Ed25519)", "password");
    assertThat(only("ann").after()).containsExactly("key 'ann' (Ed25519)");
  }

  @Test
  void shouldSayNothingOfAccountsThatNobodyLogsInTo() {
    account("daemon", "none");

    assertThat(judged().accounts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'expiry-time=\"20260101\" ', has expired",
    "'expiry-time=\"202606011159Z\" ', ''",
    "'expiry-time=\"202606010959Z\" ', has expired",
    "'command=\"echo Please login as the user debian\" ', which user to log in as"
  })
  void shouldNotTakeALineForAWayInThatIsNone(String options, String reason) {
    account("ann", "none");
    key("ann", options + ED25519);

    assertThat(only("ann").outcome())
        .isEqualTo(reason.isEmpty() ? Outcome.KEEPS : Outcome.HAS_NONE);
    assertThat(only("ann").reason()).contains(reason);
  }

  @Test
  void shouldTakeAKeyForOtherAddressesAsAKey() {
    account("ann", "none");
    key("ann", "from=\"192.0.2.0/24\" " + ED25519);

    assertThat(only("ann").outcome()).isEqualTo(Outcome.KEEPS);
  }

  @ParameterizedTest
  @CsvSource({
    "allowusers bob, AllowUsers does not name it",
    "denygroups wheel staff, DenyGroups names a group of it",
    "allowusers ann@10.0.0.0/8, AllowUsers does not name it",
    "'authenticationmethods publickey,keyboard-interactive', keyboard-interactive"
  })
  void shouldSayWhichSettingTakesTheWayIn(String setting, String reason) {
    rows.setLength(0);
    connection(0, "198.51.100.77", OPEN, OPEN + setting + "\n");
    account("ann", "none");
    key("ann", ED25519);

    assertThat(only("ann").outcome()).isEqualTo(Outcome.LOSES_ALL);
    assertThat(only("ann").reason()).contains(reason);
  }

  @Test
  void shouldTellTheAddressesApart() {
    connection(1, "10.0.0.0", CLOSED, CLOSED);
    account("ann", "set");

    assertThat(only("ann").outcome()).isEqualTo(Outcome.LOSES_ALL);
    assertThat(only("ann").reason()).contains("password from 198.51.100.77");
  }

  @Test
  void shouldNotTrustThatSomebodyHasACertificate() {
    rows.setLength(0);
    String trusting = "trustedusercakeys none";
    connection(
        0,
        "198.51.100.77",
        OPEN.replace(trusting, "trustedusercakeys /ca"),
        CLOSED.replace(trusting, "trustedusercakeys /ca"));
    rows.append("authority\t/ca\t").append(base64(ED25519 + "\n" + ECDSA)).append('\n');
    account("ann", "set");
    account("bob", "none");

    RemainingAccess access = judged();
    assertThat(access.accounts())
        .extracting(RemainingAccess.Account::outcome)
        .containsExactly(Outcome.LOSES_SOME, Outcome.KEEPS);
    assertThat(access.notes())
        .anyMatch(note -> note.contains("RSA keys"))
        .anyMatch(note -> note.contains("'ca' (ECDSA)") && note.contains("refused afterwards"));
  }

  @Test
  void shouldRefuseKeysInAFileThatOthersMayChangeOnlyWithStrictModes() {
    rows.setLength(0);
    connection(0, "198.51.100.77", OPEN.replace("strictmodes yes", "strictmodes no"), OPEN);
    account("ann", "none");
    rows.append("keyfile\tann\t.ssh/authorized_keys\t/home/ann\t").append(base64(ED25519 + "\n"));

    assertThat(only("ann").outcome()).isEqualTo(Outcome.LOSES_ALL);
    assertThat(only("ann").reason()).contains("StrictModes", "/home/ann");
  }

  @Test
  void shouldSayThatADirectoryCannotBeListed() {
    rows.append("directory-service\tsss\nunchecked\tMatch RDomain\n");

    assertThat(judged().notes()).anyMatch(note -> note.contains("sss")).hasSize(2);
    assertThat(judged().warnings()).hasSize(2);
  }

  @Test
  void shouldNameSeenAccountsOfADirectory() {
    rows.append("seen\teve\t10.0.0.9\tpassword\n");
    rows.append(
            "account\teve\t70001\t70001\t/bin/bash\tok\t/home/eve\tunknown\topen\t0\tdirectory\t")
        .append(base64("eve\n"))
        .append('\n');

    assertThat(only("eve").outcome()).isEqualTo(Outcome.LOSES_ALL);
  }

  private void connection(int number, String address, String before, String after) {
    rows.append("connection\t%d\t%s\n".formatted(number, address));
    rows.append("settings\tbefore\t0\t%d\t%s\n".formatted(number, base64(before)));
    rows.append("settings\tafter\t0\t%d\t%s\n".formatted(number, base64(after)));
  }

  private void account(String name, String password) {
    int uid = name.equals("daemon") ? 1 : 1000;
    rows.append(
        "account\t%s\t%d\t%d\t/bin/bash\tok\t/home/%s\t%s\topen\t0\tlocal\t%s\n"
            .formatted(name, uid, uid, name, password, base64("staff\n" + name)));
  }

  private void key(String account, String line) {
    rows.append(
        "keyfile\t%s\t.ssh/authorized_keys\t\t%s\n".formatted(account, base64(line + "\n")));
  }

  private RemainingAccess.Account only(String name) {
    List<RemainingAccess.Account> found =
        judged().accounts().stream().filter(account -> account.name().equals(name)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private RemainingAccess judged() {
    return AccessJudge.judge(AccessParser.parse(rows.toString()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
