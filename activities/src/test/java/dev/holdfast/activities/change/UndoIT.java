package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operation has changed is undone to the last byte, mode and owner, or refused. */
@LabTest
class UndoIT {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ann@example.org";

  /** All that an account or a service is made of; without what the tools leave for themselves. */
  private static final String STATE =
      """
      find /etc /home /srv /root /var/spool -xdev ! -name '*-' ! -name .pwd.lock ! -name .sudo_as_admin_successful -printf '%p %M %U:%G %l\\n' | sort
      find /etc /home /srv /root -xdev -type f ! -name '*-' ! -name .pwd.lock ! -name .sudo_as_admin_successful -exec sha256sum {} + | sort -k 2
      dpkg-query -W -f='${Package} ${db:Status-Status}\\n'
      sshd -T | sort
      """;

  private static Bench bench;

  @BeforeAll
  static void start(List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @Test
  void shouldUndoAWholeServerSetupAndItsUndo(Lab lab) {
    LabFixture.onServer(
        lab, "useradd -m -s /bin/sh old; mkdir -p /srv/kept; chmod 0711 /srv/kept; groupadd there");
    String before = LabFixture.onServer(lab, STATE);
    Bench.Operation setup =
        made(
            "server-setup",
            """
            {"groups": [{"name": "crew"}, {"name": "there"}],
             "users": [
               {"name": "ann", "groups": ["crew"], "authorizedKeys": ["%s"]},
               {"name": "old", "groups": ["crew", "there"], "shell": "/bin/bash", "authorizedKeys": ["%s"]},
               {"name": "app", "system": true, "home": "/srv/app"}],
             "sudo": [{"user": "ann", "commands": ["/usr/bin/id"]}, {"group": "crew", "password": true}],
             "directories": [
               {"path": "/srv/app/releases/x", "owner": "ann", "group": "crew", "mode": "2750"},
               {"path": "/srv/kept", "owner": "ann", "mode": "0700"},
               {"path": "/srv/a/b/c"}]}
            """
                .formatted(KEY, KEY));
    LabFixture.onServer(
        lab, "echo mine >~ann/notes; chmod 0640 ~ann/notes; chown ann:crew ~ann/notes");
    String after = LabFixture.onServer(lab, STATE);
    assertThat(after).isNotEqualTo(before);

    Bench.Operation undo = made("undo", "{\"operation\": \"%s\"}".formatted(setup.id));

    assertThat(differences(lab, before)).isEmpty();
    assertThat(LabFixture.onServer(lab, "stat -c '%a %U' /var/lib/holdfast/homes/ann-*.tar"))
        .isEqualTo("600 root");
    PlanSummary again =
        bench.operation("lab-1", "undo").plan("{\"operation\": \"%s\"}".formatted(setup.id));
    assertThat(again.refusals()).isEmpty();
    assertThat(again.changes()).isZero();

    made("undo", "{\"operation\": \"%s\"}".formatted(undo.id));

    assertThat(differences(lab, after)).isEmpty();
    made("undo", "{\"operation\": \"%s\"}".formatted(setup.id));
    assertThat(differences(lab, before)).isEmpty();
  }

  @Test
  void shouldDeleteNoHomeThatItHasNotKept(Lab lab) {
    Bench.Operation setup = made("server-setup", "{\"users\": [{\"name\": \"early\"}]}");
    Bench.Operation undo = bench.operation("lab-1", "undo");
    PlanSummary plan = undo.plan("{\"operation\": \"%s\"}".formatted(setup.id));
    LabFixture.onServer(
        lab,
        "mkdir -p /var/lib/holdfast/homes; : >/var/lib/holdfast/homes/early-$(id -u early).tar; echo mine >~early/notes; userdel early");

    assertThat(undo.applyAll(plan)).allMatch(outcome -> outcome.result() == Result.APPLIED);

    assertThat(LabFixture.onServer(lab, "cat /home/early/notes")).isEqualTo("mine");
    LabFixture.onServer(lab, "rm -r /home/early /var/lib/holdfast/homes/early-*");
  }

  @Test
  void shouldUndoALockdownCommitConfirmed(Lab lab) {
    String before = LabFixture.onServer(lab, STATE);
    Bench.Operation lockdown = made("lockdown", "{}");
    assertThat(LabFixture.onServer(lab, STATE)).isNotEqualTo(before);

    Bench.Operation undo = bench.operation("lab-1", "undo");
    PlanSummary plan = undo.plan("{\"operation\": \"%s\"}".formatted(lockdown.id));

    assertThat(plan.groups()).allMatch(PlanSummary.Group::commitConfirmed);
    assertThat(undo.applyAll(plan)).allMatch(outcome -> outcome.result() == Result.APPLIED);
    assertThat(differences(lab, before)).isEmpty();
    assertThat(bench.reachable("lab-1")).isTrue();
  }

  @Test
  void shouldRefuseWhatSomebodyHasChangedSinceAndUndoTheRest(Lab lab) {
    String before = LabFixture.onServer(lab, STATE);
    Bench.Operation setup =
        made(
            "server-setup",
            """
            {"users": [{"name": "moved", "authorizedKeys": ["%s"]}], "sudo": [{"user": "moved"}],
             "directories": [{"path": "/srv/moved", "owner": "moved"}]}
            """
                .formatted(KEY));
    LabFixture.onServer(
        lab,
        "usermod -s /bin/sh moved; echo '# mine' >>/etc/sudoers.d/holdfast-user-moved; echo x >/srv/moved/file; groupadd since; usermod -aG since moved");
    Bench.Operation undo = bench.operation("lab-1", "undo");

    PlanSummary plan = undo.plan("{\"operation\": \"%s\"}".formatted(setup.id));

    assertThat(plan.refusals())
        .hasSize(2)
        .anySatisfy(why ->
            assertThat(why)
                .startsWith("sudo:holdfast-user-moved cannot be undone:")
                .contains("has been changed since"))
        .anySatisfy(why -> assertThat(why).startsWith("user:moved cannot be undone:"));
    Bench.Operation one = bench.operation("lab-1", "undo");
    PlanSummary directory =
        one.plan(
            "{\"operation\": \"%s\", \"changes\": [\"directory:/srv/moved\"]}".formatted(setup.id));
    assertThat(directory.refusals()).isEmpty();
    assertThat(one.applyAll(directory))
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.result()).isEqualTo(Result.FAILED);
          assertThat(outcome.message()).contains("/srv/moved is not empty");
        });

    LabFixture.onServer(
        lab,
        "usermod -s /bin/bash moved; sed -i '$d' /etc/sudoers.d/holdfast-user-moved; rm /srv/moved/file; gpasswd -d moved since; groupdel since");
    made("undo", "{\"operation\": \"%s\"}".formatted(setup.id));
    assertThat(differences(lab, before)).isEmpty();
  }

  @Test
  void shouldRevertByItselfWhatTakesSudoAwayFromItsOwnUser(Lab lab) {
    Bench.Operation setup = made("server-setup", "{\"sudo\": [{\"user\": \"debian\"}]}");
    LabFixture.onServer(
        lab,
        "mkdir /root/rules; for f in /etc/sudoers.d/*; do case $f in *holdfast*|*README) ;; *) mv $f /root/rules ;; esac; done");
    LabFixture.onServer(lab, "sed -i.kept '/^%sudo/d' /etc/sudoers");
    try {
      String before =
          LabFixture.onServer(
              lab, "ls -l --time-style=+ /etc/sudoers.d; su debian -c 'sudo -n true'");
      Bench.Operation undo = bench.operation("lab-1", "undo");
      PlanSummary plan = undo.plan("{\"operation\": \"%s\"}".formatted(setup.id));

      assertThat(undo.apply(plan, "undo-1", 1).result()).isEqualTo(Result.APPLIED);
      assertThat(lab.exec("lab-1", "su", "debian", "-c", "sudo -n true").exitCode()).isNotZero();
      assertThatThrownBy(() -> undo.prove(plan, "undo-1", 1)).isInstanceOf(Exception.class);

      // Nobody can become root to revert it: the server does so by itself. Its timer, without the
      // minute:
      LabFixture.onServer(
          lab,
          """
          for marker in /var/lib/holdfast/revert/*/pending; do
            dir=${marker%/*}
            sh "$(cat "$dir/program")" timer "${dir##*/}" 0
          done
          su debian -c 'sudo -n true'
          """);
      assertThat(LabFixture.onServer(lab, "ls -l --time-style=+ /etc/sudoers.d")).isEqualTo(before);
      assertThat(bench.reachable("lab-1")).isTrue();
      undo.end();
    } finally {
      LabFixture.onServer(
          lab,
          "mv /root/rules/* /etc/sudoers.d/; rmdir /root/rules; mv /etc/sudoers.kept /etc/sudoers");
    }
    made("undo", "{\"operation\": \"%s\"}".formatted(setup.id));
  }

  @Test
  void shouldPurgeWhatItInstalledAndWhatCameOnlyWithIt(Lab lab) {
    LabFixture.onServer(
        lab,
        """
        mkdir -p /opt/repository && cd /opt/repository
        package() {
          mkdir -p "$1/DEBIAN" "$1/etc"
          printf 'Package: %s\nVersion: 1\nArchitecture: all\nMaintainer: t <t@example.org>\nDescription: t\n%s' "$1" "$2" >"$1/DEBIAN/control"
          echo "$1" >"$1/etc/$1.conf"
          echo "/etc/$1.conf" >"$1/DEBIAN/conffiles"
          dpkg-deb -b "$1" "$1.deb" >/dev/null
          { cat "$1/DEBIAN/control"; printf 'Filename: ./%s.deb\nSize: %s\nSHA256: %s\n\n' "$1" "$(stat -c %s "$1.deb")" "$(sha256sum "$1.deb" | cut -d' ' -f1)"; } >>Packages
        }
        package undo-probe 'Depends: undo-part, undo-there\n'
        package undo-part ''
        package undo-there ''
        rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
        echo 'deb [trusted=yes] file:/opt/repository ./' >/etc/apt/sources.list
        apt-get -q update && apt-get -qy install undo-there
        """);
    String before = LabFixture.onServer(lab, STATE);
    Bench.Operation setup = made("server-setup", "{\"packages\": [\"undo-probe\", \"sudo\"]}");
    assertThat(LabFixture.onServer(lab, STATE)).contains("undo-part installed");

    made("undo", "{\"operation\": \"%s\"}".formatted(setup.id));

    assertThat(differences(lab, before)).isEmpty();
  }

  private static Bench.Operation made(String type, String input) {
    Bench.Operation operation = bench.operation("lab-1", type);
    PlanSummary plan = operation.plan(input);
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.changes()).isPositive();
    assertThat(operation.applyAll(plan))
        .allSatisfy(outcome ->
            assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.APPLIED));
    PlanSummary left = bench.operation("lab-1", type).plan(input);
    assertThat(left.changes()).as("%s", left).isZero();
    assertThat(left.refusals()).isEmpty();
    return operation;
  }

  /** What is not as in an earlier state: with {@code -} what was there, with {@code +} what is. */
  private static List<String> differences(Lab lab, String earlier) {
    Set<String> gone = new LinkedHashSet<>(earlier.lines().toList());
    Set<String> come = new LinkedHashSet<>(LabFixture.onServer(lab, STATE).lines().toList());
    Set<String> both = new HashSet<>(gone);
    both.retainAll(come);
    gone.removeAll(both);
    come.removeAll(both);
    return Stream.concat(gone.stream().map("-"::concat), come.stream().map("+"::concat)).toList();
  }
}
