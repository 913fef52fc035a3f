package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.sync.SyncActivities.StagedTree;
import dev.holdfast.schemas.sync.SyncInput;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a file has beside its bytes survives that it is replaced. */
@LabTest
final class AttributesIT {
  private static final String DIR = "/srv/attributes";
  private static final String FILE = DIR + "/app.conf";
  private static final Bytes NEW = new Bytes("new\n".getBytes(StandardCharsets.UTF_8));
  private static final Attendance NOBODY =
      new Attendance() {
        @Override
        public void alive() {}

        @Override
        public void moved(long bytes, long ofAll) {}
      };

  /** Sets and gets attributes where the tools for it are not installed: the usual case. */
  private static final String ATTRIBUTE =
      """
      my ($verb, $path, $name, $hex) = @ARGV;
      my $x86 = `uname -m` =~ /x86_64/;
      my ($value, $flags) = (pack("H*", $hex // ""), 0);
      if ($verb eq "set") {
        syscall($x86 ? 188 : 5, $path, $name, $value, length $value, $flags) == 0 or die "$path: $!";
      } else {
        my $buffer = "\\0" x 4096;
        my $size = syscall($x86 ? 191 : 8, $path, $name, $buffer, 4096);
        print $size < 0 ? "none\\n" : unpack("H*", substr($buffer, 0, $size)) . "\\n";
      }
      """;

  /** {@code user::rw-,user:33:rw-,group::r--,mask::rw-,other::---}, as the kernel stores it. */
  private static final String WWW_DATA_WRITES =
      "0200000001000600ffffffff020006002100000004000400ffffffff10000600ffffffff20000000ffffffff";

  private static final String ACL = "system.posix_acl_access";
  private static final String DEFAULT_ACL = "system.posix_acl_default";
  private static final String CAPABILITY = "security.capability";

  private final Lab lab;
  private final Server server;
  private final Ssh ssh;
  private final String operation;
  private final long token = LabFixture.nextToken();
  private int steps;

  AttributesIT(Lab lab, LabServer labServer, TestInfo test) {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    this.ssh = LabFixture.ssh(labServer);
    this.operation = LabFixture.operation(test) + "-" + Marked.mark().substring(0, 4);
  }

  @BeforeEach
  void makeAFile() {
    on(
        "rm -rf %1$s && mkdir %1$s && cat >/root/attribute.pl <<'EOF'\n%2$sEOF\n"
                .formatted(DIR, ATTRIBUTE)
            + "echo old >%1$s && chown root:www-data %1$s && chmod 640 %1$s".formatted(FILE));
  }

  @AfterEach
  void close() {
    ssh.close();
    on("rm -rf /usr/local/sbin/cp /var/lib/holdfast/transfers " + DIR);
  }

  @Test
  void shouldKeepTheAccessControlListOfWhatIsReplaced() {
    set(FILE, ACL, WWW_DATA_WRITES);
    set(FILE, "user.origin", "6162");
    set(FILE, CAPABILITY, "0100000200040000000000000000000000000000");

    copy(FILE, null);

    assertThat(on("cat " + FILE)).isEqualTo("new");
    assertThat(on("stat -c '%a %U:%G' " + FILE)).isEqualTo("660 root:www-data");
    assertThat(get(FILE, ACL)).isEqualTo(WWW_DATA_WRITES);
    assertThat(get(FILE, "user.origin")).isEqualTo("6162");
    assertThat(get(FILE, CAPABILITY)).as("is for the bytes it was given to").isEqualTo("none");
    assertThat(on("ls -A " + DIR)).isEqualTo("app.conf");
  }

  @Test
  void shouldLimitTheListByTheModeThatIsAskedFor() {
    set(FILE, ACL, WWW_DATA_WRITES);

    copy(FILE, "0600");

    assertThat(on("stat -c %a " + FILE)).isEqualTo("600");
    assertThat(get(FILE, ACL)).isEqualTo(WWW_DATA_WRITES.replace("10000600", "10000000"));
  }

  @Test
  void shouldLetNobodyReadWhatIsOnItsWay() {
    set(DIR, DEFAULT_ACL, WWW_DATA_WRITES);
    set(FILE, ACL, WWW_DATA_WRITES);

    Sent sent = uploads().send(server, step(), to(FILE, null), NEW, NOBODY);

    assertThat(on("stat -c '%a %U' " + sent.temporary())).isEqualTo("600 root");
    assertThat(on("runuser -u www-data -- cat " + sent.temporary() + " 2>&1 || true"))
        .contains("Permission denied");
  }

  @Test
  void shouldMakeAFileAsAnyProgramWouldWhereTheDirectoryHasAList() {
    set(DIR, DEFAULT_ACL, WWW_DATA_WRITES);
    on("cd " + DIR + " && umask 077 && touch plain && install -d -m 700 sub");

    copy(DIR + "/made", null);

    assertThat(get(DIR + "/made", ACL)).isNotEqualTo("none").isEqualTo(get(DIR + "/plain", ACL));
    assertThat(on("stat -c %a " + DIR + "/made")).isEqualTo(on("stat -c %a " + DIR + "/plain"));
  }

  @Test
  void shouldNotInheritAListWhereTheFileHadNone() {
    set(DIR, DEFAULT_ACL, WWW_DATA_WRITES);

    copy(FILE, null);

    assertThat(get(FILE, ACL)).isEqualTo("none");
    assertThat(on("stat -c %a " + FILE)).isEqualTo("640");
  }

  @Test
  void shouldRefuseBeforeAnythingIsSentWhereTheListCannotBeKept() {
    set(FILE, ACL, WWW_DATA_WRITES);
    on(
        "printf '#!/bin/sh\\ncase $* in *--help*) echo usage ;; *--attributes-only*) exit 1 ;;"
            + " *) exec /bin/cp \"$@\" ;; esac\\n' >/usr/local/sbin/cp && chmod 755 /usr/local/sbin/cp");

    assertThatThrownBy(() -> copy(FILE, null))
        .isInstanceOf(SshException.class)
        .hasMessageContaining("access control list of " + FILE);
    assertThat(on("cat " + FILE)).isEqualTo("old");
    assertThat(on("ls -A " + DIR)).isEqualTo("app.conf");

    // Where there is no list, nothing is needed.
    set(FILE, ACL, "0200000001000600ffffffff04000400ffffffff20000000ffffffff");
    copy(FILE, null);
    assertThat(on("cat " + FILE)).isEqualTo("new");
  }

  @Test
  void shouldRefuseAMountPointBeforeAnythingIsSent() {
    on("touch '/srv/a b' && mount --bind '/srv/a b' " + FILE);
    try {
      assertThatThrownBy(() -> copy(FILE, null))
          .isInstanceOf(SshException.class)
          .hasMessageContaining("is a mount point of its own");
      assertThat(on("ls -A " + DIR)).isEqualTo("app.conf");
    } finally {
      on("umount " + FILE + " && rm '/srv/a b'");
    }
  }

  @Test
  void shouldRefuseATreeThatWouldReplaceOrRemoveAMountPoint() {
    String mounted = "'" + DIR + "/a b'";
    on("mkdir " + mounted + " && mount -t tmpfs none " + mounted);
    try {
      SyncInput deleting = new SyncInput("", DIR, true, false, List.of(), null, true, null);
      SyncInput sparing = new SyncInput("", DIR, true, false, List.of("a b/"), null, true, null);

      assertThatThrownBy(() -> sync(deleting, List.of(entry("app.conf", 'f', 0640))))
          .isInstanceOf(SshException.class)
          .hasMessageContaining("a b is a mount point");
      sync(sparing, List.of(entry("app.conf", 'f', 0640)));

      assertThat(on("ls " + DIR)).isEqualTo("a b\napp.conf");
    } finally {
      on("umount " + mounted);
    }
  }

  @Test
  void shouldKeepTheListOfAConfigurationThatAChangeReplaces() {
    set(FILE, ACL, WWW_DATA_WRITES);
    String script =
        Fragments.script(
            List.of(
                new Fragments.Fragment(
                    "a",
                    "stage %1$s.new root:root 0640 %2$s %1$s; mv -f %1$s.new %1$s"
                        .formatted(FILE, Fragments.base64("new\n")))));

    on(script);

    assertThat(on("cat " + FILE)).isEqualTo("new");
    assertThat(get(FILE, ACL)).isEqualTo(WWW_DATA_WRITES.replace("10000600", "10000400"));
    assertThat(on("ls " + DIR)).isEqualTo("app.conf");
  }

  @Test
  void shouldKeepAndInheritListsInATree() {
    set(FILE, ACL, WWW_DATA_WRITES);
    set(FILE, "user.origin", "6162");
    on("mkdir " + DIR + "/shared");
    set(DIR + "/shared", DEFAULT_ACL, WWW_DATA_WRITES);
    on("cd " + DIR + "/shared && umask 007 && echo x >plain && chmod 640 plain");
    List<TreeEntry> wanted =
        List.of(
            entry("app.conf", 'f', 0660),
            entry("other", 'f', 0640),
            entry("shared", 'd', 0755),
            entry("shared/made", 'f', 0640));
    SyncInput input = new SyncInput("", DIR, false, false, List.of(), null, true, null);

    sync(input, wanted);

    assertThat(on("cat " + FILE)).isEqualTo("new");
    assertThat(get(FILE, ACL)).isEqualTo(WWW_DATA_WRITES);
    assertThat(get(FILE, "user.origin")).isEqualTo("6162");
    assertThat(get(DIR + "/shared/made", ACL))
        .isNotEqualTo("none")
        .isEqualTo(get(DIR + "/shared/plain", ACL));
    assertThat(get(DIR + "/other", ACL)).isEqualTo("none");
    assertThat(on("ls -A " + DIR + " " + DIR + "/shared | grep holdfast || true")).isEmpty();
    assertThat(trees().compare(server, input, wanted, NOBODY).isEmpty()).isTrue();
  }

  @Test
  void shouldGiveFilesToNumbers() {
    CopyInput copying = new CopyInput(NEW.sha256(), FILE, null, "999:998", "0644", true, null);
    Sent sent = uploads().send(server, step(), copying, NEW, NOBODY);
    assertDone(uploads().place(server, step(), copying, sent, LabFixture.SILENT));
    SyncInput syncing = new SyncInput("", DIR, false, false, List.of(), "999:998", true, null);
    List<TreeEntry> wanted = List.of(entry("app.conf", 'f', 0640), entry("tree", 'f', 0640));
    sync(syncing, wanted);

    assertThat(on("cd " + DIR + " && stat -c %u:%g app.conf tree")).isEqualTo("999:998\n999:998");
    assertThat(trees().compare(server, syncing, wanted, NOBODY).isEmpty()).isTrue();
    assertThat(uploads().send(server, step(), copying, NEW, NOBODY).unchanged()).isTrue();
  }

  @Test
  void shouldRefuseAnOwnerThatIsNotThereBeforeAnythingIsSent() {
    CopyInput input =
        new CopyInput(NEW.sha256(), FILE, null, "root:CORP\\ghosts", "0644", true, null);

    assertThatThrownBy(() -> uploads().send(server, step(), input, NEW, NOBODY))
        .isInstanceOf(SshException.class)
        .hasMessageContaining("there is no group CORP\\ghosts");
  }

  private static TreeEntry entry(String path, char type, int mode) {
    return new TreeEntry(
        path, type, mode, type == 'f' ? NEW.size() : 0, 1_700_000_000, "", "", "", NEW.sha256());
  }

  private void sync(SyncInput input, List<TreeEntry> wanted) {
    Map<String, Content> contents = Map.of(NEW.sha256(), NEW);
    StagedTree staged = trees().send(server, step(), input, wanted, contents::get, NOBODY);
    Outcome outcome = trees().place(server, step(), input, staged, LabFixture.SILENT);
    assertDone(outcome);
  }

  private void copy(String path, @Nullable String mode) {
    CopyInput input = to(path, mode);
    Sent sent = uploads().send(server, step(), input, NEW, NOBODY);
    assertDone(uploads().place(server, step(), input, sent, LabFixture.SILENT));
  }

  private static void assertDone(Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Finished.class,
            finished -> assertThat(finished.exitCode()).as(finished.tail()).isZero());
  }

  private static CopyInput to(String path, @Nullable String mode) {
    return new CopyInput(NEW.sha256(), path, mode, null, "0666", true, null);
  }

  private Uploads uploads() {
    return new Uploads(ssh, new SshJournal(ssh));
  }

  private Trees trees() {
    return new Trees(ssh, new SshJournal(ssh));
  }

  private Step step() {
    return LabFixture.step(operation, "step" + steps++, token);
  }

  private void set(String path, String name, String hex) {
    on("perl /root/attribute.pl set " + path + " " + name + " " + hex);
  }

  private String get(String path, String name) {
    return on("perl /root/attribute.pl get " + path + " " + name);
  }

  private String on(String script) {
    return LabFixture.onServer(lab, script);
  }
}
