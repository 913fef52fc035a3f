package dev.holdfast.activities.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.exec.CommandFixture.Ended;
import dev.holdfast.activities.exec.CommandFixture.Way;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a command finds itself in is what it would find over ssh, whichever way it is run. */
@LabTest
final class ProcessStateIT {
  /** Without what a shell sets for itself, and what names this very session or line. */
  private static final String PROBE =
      """
      unset SUDO_COMMAND
      echo "umask $(umask)"; echo "in $(pwd)"; echo "as $(id -un): $(id -Gn)"
      env | grep -vE '^(_|SHLVL|OLDPWD|SSH_CLIENT|SSH_CONNECTION|XDG_SESSION_ID)=' | sort
      grep -v 'file locks' /proc/$$/limits; grep -E '^Sig(Blk|Ign)' /proc/self/status
      echo "oom $(cat /proc/$$/oom_score_adj), nice $(nice)"
      for fd in /proc/$$/fd/*; do echo "descriptor ${fd##*/}"; done
      tty; read -r line || echo 'nothing to read'
      """;

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final Lab lab;
  private final SshjSsh ssh;
  private final Server server;
  private final CommandFixture commands;

  ProcessStateIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.ssh = LabFixture.ssh(labServer);
    this.server = LabFixture.server(labServer);
    this.commands = new CommandFixture(database, ssh, server);
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @AfterEach
  void close() {
    commands.close();
    ssh.close();
  }

  @Test
  void shouldBeThatOfSshInAllFourWays() {
    assertLikeSsh();
  }

  @Test
  void shouldBeThatOfSshWhereTheServerHasSettingsOfItsOwn() {
    commands.run(Way.FOUR.getFirst(), "true", 30);
    LabFixture.onServer(
        lab,
        """
        cp -p /etc/environment /root/environment 2>/dev/null || : >/root/environment
        printf 'http_proxy=http://proxy.test:3128\nODD="it'\\''s $5"\n' >>/etc/environment
        # As our own programs name what they set.
        for name in pid state name line found user has now account uid gid home shell this; do echo "$name=theirs"; done >>/etc/environment
        printf 'debian - nofile 4321\nroot - nofile 5432\ndebian soft core 0\n' >/etc/security/limits.d/test.conf
        cp -p /home/debian/.bashrc /root/bashrc.kept
        { echo 'umask 027; export FROM_RC="a b"'; cat /root/bashrc.kept; } >/home/debian/.bashrc
        """);
    try {
      String login = assertLikeSsh();
      assertThat(login)
          .contains("umask 0027", "http_proxy=http://proxy.test:3128", "4321", "FROM_RC=a b")
          .contains("\npid=theirs", "\nstate=theirs", "\nuser=theirs");
    } finally {
      LabFixture.onServer(
          lab,
          "cp -p /root/environment /etc/environment; rm /etc/security/limits.d/test.conf; cat /root/bashrc.kept >/home/debian/.bashrc");
    }
  }

  @Test
  void shouldSeeEachChangeOfManyWithinASecond() {
    try {
      for (int limit = 4001; limit <= 4006; limit++) {
        LabFixture.onServer(
            lab, "echo 'debian - nofile %d' >/etc/security/limits.d/test.conf".formatted(limit));
        Way way = Way.FOUR.get(limit % 2 * 2);
        assertThat(commands.run(way, "ulimit -n", 30).stdout()).isEqualTo(limit + "\n");
      }
    } finally {
      LabFixture.onServer(lab, "rm /etc/security/limits.d/test.conf");
    }
  }

  @Test
  void shouldMakeFilesAsALoginDoes() {
    for (Way way : Way.FOUR) {
      String mode =
          "rm -rf /tmp/made; mkdir /tmp/made; echo hi >/tmp/made/f; stat -c %a /tmp/made /tmp/made/f; rm -r /tmp/made";
      assertThat(commands.run(way, mode, 30).stdout()).as("%s", way).isEqualTo("755\n644\n");
    }
  }

  @Test
  void shouldBeThatOfSudoForAnotherUser() {
    LabFixture.onServer(
        lab,
        "useradd -m -s /bin/bash 'Odd.User@corp.example' --badname; echo 'Odd.User@corp.example - nofile 3210' >/etc/security/limits.d/test.conf");
    try {
      for (boolean readOnly : List.of(true, false)) {
        Way way = new Way(readOnly, false, "Odd.User@corp.example");
        Ended ended =
            commands.run(
                way,
                "umask; pwd; id -un; echo $HOME $USER $LOGNAME $SHELL; ulimit -n; env | grep -c SUDO",
                30);
        assertThat(ended.stdout())
            .as("%s %s", way, ended)
            .isEqualTo(
                """
                0022
                /home/Odd.User@corp.example
                Odd.User@corp.example
                /home/Odd.User@corp.example Odd.User@corp.example Odd.User@corp.example /bin/bash
                3210
                0
                """);
        String number = LabFixture.onServer(lab, "id -u Odd.User@corp.example").strip();
        assertThat(commands.run(new Way(readOnly, false, number), "id -un", 30).stdout())
            .isEqualTo("Odd.User@corp.example\n");
        assertThat(commands.run(new Way(readOnly, false, "CORP\\svc"), "id -un", 30).stderr())
            .isEqualTo("holdfast: there is no user CORP\\svc\n");
      }
    } finally {
      LabFixture.onServer(
          lab, "userdel -r 'Odd.User@corp.example'; rm /etc/security/limits.d/test.conf");
    }
  }

  private String assertLikeSsh() {
    // What settings have changed is found by what is run first, over the connection of before.
    commands.run(Way.FOUR.getFirst(), "true", 30);
    String login = overSsh("sh -c " + Quoting.quote(PROBE));
    String root = overSsh("sudo sh -c " + Quoting.quote(PROBE));
    for (Way way : Way.FOUR) {
      Ended ended = commands.run(way, PROBE, 30);
      assertThat(ended.stderr()).as("%s", way).isEmpty();
      assertThat(ended.stdout()).as("%s", way).isEqualTo(way.sudo() ? root : login);
    }
    return login;
  }

  @Test
  void shouldHaveTheGroupsOfNowThoughTheConnectionIsOfBefore() {
    LabFixture.onServer(lab, "groupadd test-rights");
    try {
      for (Way way : List.of(Way.FOUR.get(0), Way.FOUR.get(2))) {
        for (int known = 0; known < 3; known++) {
          assertThat(commands.run(way, "id -Gn", 30).stdout()).isEqualTo("debian sudo\n");
        }
        LabFixture.onServer(lab, "usermod -aG test-rights debian");
        assertThat(commands.run(way, "id -Gn", 30).stdout()).isEqualTo("debian sudo test-rights\n");
        LabFixture.onServer(lab, "gpasswd -d debian test-rights");
        assertThat(commands.run(way, "id -Gn", 30).stdout()).isEqualTo("debian sudo\n");
      }
    } finally {
      LabFixture.onServer(lab, "groupdel test-rights");
    }
  }

  @Test
  void shouldAskForTheGroupsOnlyOnceWhileNothingHasChanged() {
    Way asLogin = Way.FOUR.getFirst();
    commands.run(asLogin, "true", 30);
    LabFixture.onServer(
        lab,
        """
        mv /usr/bin/id /usr/bin/id.kept
        printf '#!/bin/sh\necho asked >>/home/debian/asked\nexec /usr/bin/id.kept "$@"\n' >/usr/bin/id
        chmod 755 /usr/bin/id; install -o debian -m 666 /dev/null /home/debian/asked
        """);
    try {
      commands.run(asLogin, "true", 30);
      assertThat(LabFixture.onServer(lab, "cat /home/debian/asked")).isEmpty();

      LabFixture.onServer(lab, "touch /etc/group");
      commands.run(asLogin, "true", 30);
      assertThat(LabFixture.onServer(lab, "cat /home/debian/asked")).isNotEmpty();
    } finally {
      LabFixture.onServer(lab, "mv /usr/bin/id.kept /usr/bin/id; rm /home/debian/asked");
    }
  }

  /** As a person's ssh would run it. */
  private String overSsh(String line) {
    return ssh.exec(server, new Command(line, "", false, Duration.ofSeconds(30), 1 << 20)).stdout();
  }
}
