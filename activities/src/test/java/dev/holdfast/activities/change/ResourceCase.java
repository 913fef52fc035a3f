package dev.holdfast.activities.change;

import java.util.List;

/**
 * A kind of resource as the contract sees it.
 *
 * @param prepare the server before it
 * @param operation which makes it
 * @param changes ids that are in the plan
 * @param state what the contract's own state does not show, such as the state of a unit
 * @param killedAt the program at whose first call the runner is killed
 * @param cleanUp what the preparation made
 */
record ResourceCase(
    String name,
    String prepare,
    String operation,
    String input,
    List<String> changes,
    String state,
    String killedAt,
    String cleanUp) {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
          + " ann@example.org";

  /** What setfacl and setfattr would do, by the system calls: the server has neither. */
  private static final String ATTRIBUTES =
      """
      # An access control list with a line for user 1000, and an attribute of somebody's own.
      mark() {
        perl -e 'my $f = shift;
          my $acl = pack("V(vvV)5", 2, 1,6,0xffffffff, 2,4,1000, 4,0,0xffffffff, 16,4,0xffffffff, 32,0,0xffffffff);
          for (["user.mark", "kept"], ["system.posix_acl_access", $acl]) {
            my ($n, $v) = @$_;
            syscall($ENV{SET}, $f, $n, $v, length $v, 0) == 0 or die "$f $n: $!";
          }' "$1"
      }
      show() {
        perl -e 'my $f = shift;
          for my $name ("user.mark", "system.posix_acl_access") {
            my $n = $name;
            my $v = "\\0" x 256;
            my $l = syscall($ENV{GET}, $f, $n, $v, 256);
            print "$f $n ", $l < 0 ? "none" : unpack("H*", substr $v, 0, $l), "\n";
          }' "$1"
      }
      case $(uname -m) in
        x86_64) export SET=188 GET=191 ;;
        *) export SET=5 GET=8 ;;
      esac
      """;

  /** A repository of tiny packages on the server itself; {@code dismantle} removes it again. */
  static final String REPOSITORY =
      """
      # package NAME VERSION FIELDS: whose installation calls chown, and which has a configuration file
      package() {
        at=/opt/case-repository/$1-$2
        mkdir -p "$at/DEBIAN" "$at/etc"
        printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: t <t@example.org>\nDescription: t\n%b' "$1" "$2" "$3" >"$at/DEBIAN/control"
        echo "$1" >"$at/etc/$1.conf"
        echo "/etc/$1.conf" >"$at/DEBIAN/conffiles"
        printf '#!/bin/sh\nset -e\nPATH=/usr/local/sbin:$PATH\nchown root:root /etc/%s.conf\n' "$1" >"$at/DEBIAN/postinst"
        chmod 755 "$at/DEBIAN/postinst"
        dpkg-deb -b "$at" "$at.deb" >/dev/null
        { cat "$at/DEBIAN/control"; printf 'Filename: ./%s-%s.deb\nSize: %s\nSHA256: %s\n\n' "$1" "$2" "$(stat -c %s "$at.deb")" "$(sha256sum "$at.deb" | cut -d' ' -f1)"; } >>/opt/case-repository/Packages
      }
      listed() {
        [ -d /root/case-sources ] || { mkdir /root/case-sources; mv /etc/apt/sources.list /etc/apt/sources.list.d /root/case-sources/ 2>/dev/null || :; }
        echo 'deb [trusted=yes] file:/opt/case-repository ./' >/etc/apt/sources.list
        apt-get -q update
      }
      dismantle() {
        apt-mark unhold $(dpkg-query -W -f='${Package} ' 'case-*') >/dev/null 2>&1
        apt-get -qy purge $(dpkg-query -W -f='${Package} ' 'case-*')
        rm -rf /opt/case-repository /etc/apt/sources.list
        mv /root/case-sources/* /etc/apt/ && rmdir /root/case-sources
        rm -rf /var/lib/apt/lists/*case-repository*
      }
      """;

  static final List<ResourceCase> ALL =
      List.of(
          setup(
              "packages",
              REPOSITORY
                  + """
                  package case-new 1 'Depends: case-part, case-turned (>= 2)\n'
                  package case-part 1 ''
                  package case-turned 1 ''; package case-turned 2 ''
                  package case-pinned 1 ''; package case-pinned 2 ''; package case-pinned 3 ''
                  package case-gone 1 ''
                  package case-leans 1 'Depends: case-gone\n'
                  package case-kept 1 ''; package case-free 1 ''
                  listed
                  apt-get -qy install case-turned=1 case-pinned=2 case-leans case-kept case-free
                  apt-mark auto case-turned; apt-mark hold case-free
                  """,
              """
              {"packages": ["case-new", {"name": "case-pinned", "version": "3", "hold": true},
                            {"name": "case-gone", "absent": true},
                            {"name": "case-kept", "hold": true}, {"name": "case-free", "hold": false}]}
              """,
              List.of("packages"),
              """
              dpkg-query -W -f='${Package} ${Version} ${db:Status-Abbrev}\n' 'case-*' | grep -v 'un $'
              apt-mark showauto 'case-*'; apt-mark showhold
              """,
              "chown",
              REPOSITORY + "dismantle\n"),
          setup(
              "files",
              """
              mkdir -p /srv/files && cd /srv/files
              printf 'a\\0b\\377' >binary && chmod 4750 binary && chown debian:sudo binary
              printf 'one\\nport 1\\nport 2\\nlast' >lines && chmod 0600 lines
              printf 'gone' >gone && chmod 0640 gone && chown debian gone
              ln -s lines link && chown -h debian link
              """
                  + ATTRIBUTES
                  + "mark lines; mark gone\n",
              """
              {"files": [
                {"path": "/srv/files/new", "content": "{{ greeting }} $(id) 'x'\\n", "variables": {"greeting": "hello"},
                 "owner": "debian", "mode": "0600"},
                {"path": "/srv/files/binary", "content": "text\\n"},
                {"path": "/srv/files/lines",
                 "lines": [{"line": "port 3", "matching": "^port "}, {"line": "two", "after": "^one"}, {"line": "one", "absent": true}],
                 "blocks": [{"name": "b", "content": "in\\n"}]},
                {"path": "/srv/files/link", "content": "no link\\n", "replaceLink": true},
                {"path": "/srv/files/to", "link": "lines"},
                {"path": "/srv/files/gone", "absent": true}]}
              """,
              List.of("file:/srv/files/new", "file:/srv/files/gone"),
              ATTRIBUTES + "cd /srv/files && for f in *; do show $f; done",
              "chown",
              "rm -rf /srv/files"),
          setup(
              "files that decide who gets in",
              "",
              """
              {"files": [{"path": "/etc/security/limits.d/contract.conf", "content": "* soft nofile 4096\\n"}]}
              """,
              List.of("file:/etc/security/limits.d/contract.conf"),
              "",
              "chown",
              ""),
          setup(
              "accounts",
              "groupadd case-kept && useradd -m -s /bin/sh case-old",
              """
              {"groups": [{"name": "case-crew"}],
               "users": [{"name": "case-ann", "groups": ["case-crew"], "authorizedKeys": ["%s"]},
                         {"name": "case-old", "groups": ["case-kept"], "shell": "/bin/bash", "authorizedKeys": ["%s"]}]}
              """
                  .formatted(KEY, KEY),
              List.of(
                  "group:case-crew", "user:case-ann", "authorized-keys:case-ann", "user:case-old"),
              "",
              "useradd",
              "userdel -r case-old 2>&1; groupdel case-kept"),
          setup(
              "sudo rules",
              "",
              "{\"sudo\": [{\"user\": \"debian\", \"commands\": [\"/usr/bin/id\"]}]}",
              List.of("sudo:holdfast-user-debian"),
              "",
              "visudo",
              ""),
          setup(
              "directories",
              "mkdir -m 0711 /srv/case-kept",
              """
              {"directories": [{"path": "/srv/case-deep/er", "owner": "debian", "mode": "2750"},
                               {"path": "/srv/case-kept", "owner": "debian", "mode": "0700"}]}
              """,
              List.of("directory:/srv/case-deep/er", "directory:/srv/case-kept"),
              "",
              "chown",
              "rmdir /srv/case-kept"),
          setup(
              "units",
              """
              cd /etc/systemd/system
              printf '[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n' >there.service
              chmod 0600 there.service
              cp there.service gone.service && cp there.service /usr/lib/systemd/system/hidden.service
              systemctl daemon-reload && systemctl enable -q --now there.service gone.service
              """,
              """
              {"units": [
                {"name": "fresh.service", "unitFile": "[Service]\\nExecStart=/bin/sleep 1000\\n[Install]\\nWantedBy=multi-user.target\\n",
                 "dropIn": "[Service]\\nNice=5\\n", "running": true, "enabled": true},
                {"name": "there.service", "unitFile": "[Service]\\nExecStart=/bin/sleep 2000\\n", "enabled": false, "running": false},
                {"name": "hidden.service", "masked": true},
                {"name": "gone.service", "absent": true}]}
              """,
              List.of(
                  "unit:fresh.service",
                  "unit:there.service",
                  "unit:hidden.service",
                  "unit:gone.service"),
              """
              for unit in fresh there hidden gone; do
                echo "$unit $(systemctl is-enabled $unit.service 2>&1) $(systemctl show -p ActiveState,ExecStart --value $unit.service | sed 's/start_time.*//')"
              done
              """,
              "chown",
              """
              systemctl disable -q --now there.service gone.service
              rm -f /etc/systemd/system/there.service /etc/systemd/system/gone.service /usr/lib/systemd/system/hidden.service
              systemctl daemon-reload
              """),
          setup(
              "kernel parameters",
              "sysctl -qw net.ipv4.conf.all.log_martians=0; sysctl -qw net.ipv4.tcp_rmem='4096"
                  + " 131072 6291456'",
              """
              {"sysctl": [{"key": "net.ipv4.conf.all.log_martians", "value": "1"},
                          {"key": "net.ipv4.tcp_rmem", "value": "4096  65536\\t6291456"}]}
              """,
              List.of("sysctl:net.ipv4.conf.all.log_martians", "sysctl:net.ipv4.tcp_rmem"),
              "sysctl net.ipv4.conf.all.log_martians net.ipv4.tcp_rmem",
              "chown",
              ""),
          setup(
              "kernel parameters for the next boot",
              "",
              "{\"sysctl\": [{\"key\": \"vm.swappiness\", \"value\": \"10\"}]}",
              List.of("sysctl:vm.swappiness"),
              "sysctl vm.swappiness",
              "chown",
              ""),
          new ResourceCase(
              "sshd", "", "lockdown", "{}", List.of("sshd"), "sshd -T | sort", "chown", ""));

  private static ResourceCase setup(
      String name,
      String prepare,
      String input,
      List<String> changes,
      String state,
      String killedAt,
      String cleanUp) {
    return new ResourceCase(
        name, prepare, "server-setup", input, changes, state, killedAt, cleanUp);
  }

  @Override
  public String toString() {
    return name;
  }
}
