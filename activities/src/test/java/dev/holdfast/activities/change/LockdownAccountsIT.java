package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabExecResult;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.RemainingAccess.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a plan says of accounts is what OpenSSH's client finds before and after it. */
@LabTest(servers = 2)
class LockdownAccountsIT {
  private static final String SERVER = "lab-2";
  private static final String ACCOUNTS =
      """
      set -eu
      cp -a /etc/ssh /root/ssh-as-it-was
      mkdir -p -m 700 /root/accounts /etc/ssh/keys && chmod 755 /etc/ssh/keys && cd /root/accounts
      for key in ed25519 ca; do ssh-keygen -q -t ed25519 -N '' -C "$key" -f $key; done
      ssh-keygen -q -t rsa -b 2048 -N '' -C short -f rsa
      ssh-keygen -q -t ed25519 -N '' -C certified -f cert
      ssh-keygen -q -s ca -I cert -n certified cert.pub
      cp ca.pub /etc/ssh/ca.pub
      printf '#!/bin/sh\\necho correct-horse\\n' >askpass && chmod 700 askpass
      groupadd people && groupadd mfa
      account() { # NAME KEY
        useradd -m -s /bin/bash -G people "$1"
        [ -z "$2" ] || { install -d -m 700 -o "$1" -g "$1" "/home/$1/.ssh"; cp "$2.pub" "/home/$1/.ssh/authorized_keys"; chown "$1:" "/home/$1/.ssh/authorized_keys"; }
      }
      account twofold ed25519 && usermod -aG mfa twofold && echo twofold:correct-horse | chpasswd
      account shortkey rsa
      account certified ''
      account member ed25519
      account outsider ed25519 && gpasswd -d outsider people >/dev/null
      account office '' && echo office:correct-horse | chpasswd
      account shell-less ed25519 && usermod -s /usr/sbin/nologin shell-less
      account expired ed25519 && chage -E 1 expired
      account locked ed25519 && usermod -L locked
      account forced ed25519 && sed -i 's/^/command="echo forced" /' /home/forced/.ssh/authorized_keys
      account elsewhere '' && cp ed25519.pub /etc/ssh/keys/elsewhere
      cat >/etc/ssh/sshd_config.d/50-accounts.conf <<'END'
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      TrustedUserCAKeys /etc/ssh/ca.pub
      AllowGroups people debian root
      Match Group mfa
        KbdInteractiveAuthentication yes
        AuthenticationMethods publickey,keyboard-interactive
      Match Address 127.0.0.2
        PasswordAuthentication yes
      Match User elsewhere
        AuthorizedKeysFile /etc/ssh/keys/%u
      END
      sshd -t && systemctl reload ssh
      """;

  private static Bench bench;

  @BeforeAll
  static void start(List<LabServer> servers, Lab lab) throws IOException {
    bench = new Bench(servers);
    sh(lab, ACCOUNTS);
  }

  @AfterAll
  static void stop(Lab lab) throws IOException {
    sh(
        lab,
        """
        cp -a /root/ssh-as-it-was/sshd_config /etc/ssh/
        rm -rf /etc/ssh/sshd_config.d/* /etc/ssh/keys /etc/ssh/ca.pub /root/ssh-as-it-was /root/accounts
        for user in $(getent group people | cut -d: -f4 | tr , ' ') outsider; do userdel -rf "$user" 2>/dev/null; done
        groupdel people; groupdel mfa; systemctl reload ssh
        """);
    bench.close();
  }

  @Test
  void shouldSayOfEachAccountWhatBecomesOfItsWayIn(Lab lab) {
    Map<String, Outcome> expected =
        Map.ofEntries(
            Map.entry("twofold", Outcome.LOSES_ALL),
            Map.entry("shortkey", Outcome.LOSES_SOME),
            Map.entry("certified", Outcome.KEEPS),
            Map.entry("member", Outcome.KEEPS),
            Map.entry("outsider", Outcome.HAS_NONE),
            Map.entry("office", Outcome.LOSES_SOME),
            Map.entry("shell-less", Outcome.HAS_NONE),
            Map.entry("expired", Outcome.HAS_NONE),
            Map.entry("locked", Outcome.KEEPS),
            Map.entry("forced", Outcome.KEEPS),
            Map.entry("elsewhere", Outcome.KEEPS));
    List<String> lockedOut = List.of("twofold", "shortkey", "office");
    Bench.Operation operation = bench.operation(SERVER, "lockdown");
    PlanSummary refused = operation.plan("{}");

    Map<String, RemainingAccess.Account> accounts = accounts(operation, refused);
    Map<String, Outcome> outcomes = new TreeMap<>();
    accounts.forEach((name, account) -> outcomes.put(name, account.outcome()));
    assertThat(outcomes).containsAllEntriesOf(expected);
    assertThat(account(accounts, "twofold").reason())
        .contains("AuthenticationMethods publickey,keyboard-interactive", "turned off");
    assertThat(account(accounts, "shortkey").reason()).contains("'short' (RSA, 2048 bits)", "3072");
    assertThat(account(accounts, "office").reason())
        .contains("password", "127.0.0.2", "passwords are turned off");
    // With an authority that is trusted, root may hold a certificate.
    assertThat(account(accounts, "root").reason()).contains("certificates of", "PermitRootLogin");
    assertThat(account(accounts, "expired").reason()).contains("expired");
    assertThat(account(accounts, "outsider").reason()).contains("AllowGroups");
    assertThat(account(accounts, "shell-less").reason()).contains("/usr/sbin/nologin");
    assertThat(account(accounts, "forced").after()).anyMatch(way -> way.contains("forced command"));
    assertThat(refused.refusals())
        .hasSize(5)
        .anyMatch(refusal -> refusal.contains("allowLockout=[office,root,shortkey,twofold]"));
    assertThat(refused.warnings()).hasSize(4 + 1);

    Bench.Operation allowed = bench.operation(SERVER, "lockdown");
    PlanSummary plan =
        allowed.plan("{\"allowLockout\": [\"twofold\", \"shortkey\", \"office\", \"root\"]}");
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.warnings()).isEqualTo(refused.warnings());
    assertThat(plan.hash()).isEqualTo(refused.hash());

    for (String account : expected.keySet()) {
      assertThat(getsIn(lab, account))
          .as(account + " before")
          .isEqualTo(expected.get(account) != Outcome.HAS_NONE);
    }
    assertThat(allowed.applyAll(plan)).allMatch(done -> done.result() == Result.APPLIED);
    for (String account : expected.keySet()) {
      assertThat(getsIn(lab, account))
          .as(account + " after")
          .isEqualTo(expected.get(account) == Outcome.KEEPS && !lockedOut.contains(account));
    }
    PlanSummary second = bench.operation(SERVER, "lockdown").plan("{}");
    assertThat(second.changes()).isZero();
    assertThat(second.warnings()).isNull();
  }

  private static Map<String, RemainingAccess.Account> accounts(
      Bench.Operation operation, PlanSummary summary) {
    RemainingAccess access = Objects.requireNonNull(operation.stored(summary).access());
    return access.accounts().stream()
        .collect(Collectors.toMap(RemainingAccess.Account::name, Function.identity()));
  }

  private static RemainingAccess.Account account(
      Map<String, RemainingAccess.Account> accounts, String name) {
    return Objects.requireNonNull(accounts.get(name), name);
  }

  /** Whether OpenSSH's client starts a session as this account with what the account has. */
  private static boolean getsIn(Lab lab, String account) {
    String key =
        switch (account) {
          case "shortkey" -> "-i rsa";
          case "certified" -> "-i cert";
          case "office" -> "-b 127.0.0.2 -o PubkeyAuthentication=no";
          default -> "-i ed25519";
        };
    LabExecResult result =
        lab.exec(
            SERVER,
            "sh",
            "-c",
            """
            cd /root/accounts && SSH_ASKPASS=/root/accounts/askpass SSH_ASKPASS_REQUIRE=force DISPLAY=none \
            timeout 30 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes \
            -o NumberOfPasswordPrompts=1 %s %s@127.0.0.1 echo in </dev/null
            """
                .formatted(key, account));
    return result.exitCode() == 0;
  }

  private static String sh(Lab lab, String command) {
    return lab.exec(SERVER, "sh", "-c", command).orThrow().strip();
  }
}
