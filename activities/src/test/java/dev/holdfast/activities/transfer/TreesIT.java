package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.sync.SyncActivities.StagedTree;
import dev.holdfast.schemas.sync.SyncInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@LabTest
final class TreesIT {
  private static final String DIR = "/home/debian/sync";
  private static final String TARGET = DIR + "/www";
  private static final long TIME = 1_700_000_000;
  private static final Attendance NOBODY =
      new Attendance() {
        @Override
        public void alive() {}

        @Override
        public void moved(long bytes, long ofAll) {}
      };

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private final long token = LabFixture.nextToken();
  private final String operation;
  private final List<TreeEntry> wanted = new ArrayList<>();
  private final Map<String, Content> contents = new HashMap<>();
  private Ssh ssh;
  private int steps;
  private String reported = "";

  TreesIT(Lab lab, LabServer labServer, TestInfo test) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
    this.operation = LabFixture.operation(test) + "-" + Marked.mark().substring(0, 4);
    this.ssh = LabFixture.ssh(labServer);
  }

  @BeforeEach
  void clean() {
    on("rm -rf /var/lib/holdfast/transfers " + DIR + " && install -d -o debian -g debian " + DIR);
  }

  @AfterEach
  void close() {
    ssh.close();
    on("rm -rf " + DIR);
  }

  @Test
  void shouldBringHostileNamesAndThenFindNothingToDo() {
    directory("empty dir", 0750);
    directory("-rf", 0555);
    file("-rf/two\nlines", 0600, "a");
    file("it's \"a\" $(touch x) `y` \\n \\0012 größe 🙂", 0755, "b");
    file(" leading and trailing ", 0444, "");
    file("tab\there", 0644, "c");
    link("link", "no where\n/-x");
    link("-link", "-rf");

    StagedTree first = sync(input(false, false, false));

    assertThat(first.differences().files()).isEqualTo(4);
    assertThat(first.differences().links()).isEqualTo(2);
    assertThat(first.differences().directories()).isEqualTo(2);
    assertThat(first.differences().deleted()).isZero();
    assertThat(on("cd " + TARGET + " && stat -c '%a %Y' 'it'* && cat 'it'*"))
        .isEqualTo("755 " + TIME + "\nb");
    assertThat(on("cd " + TARGET + " && cat ./-rf/* && stat -c %a ./-rf 'empty dir' ' '*"))
        .isEqualTo("a555\n750\n444");
    assertThat(on("readlink -n " + TARGET + "/link")).isEqualTo("no where\n/-x");
    assertThat(on("find " + DIR + " ! -user debian; ls -A " + DIR)).isEqualTo("www");
    assertNothingLeft();

    int entries = journalled();
    StagedTree second = send(input(true, true, false));
    assertThat(second.staging()).isEmpty();
    assertThat(second.differences().count()).isZero();
    assertThat(second.differences().unchanged()).isEqualTo(8);
    assertThat(journalled()).isEqualTo(entries);
  }

  /** Two at once see that it is not there yet, and one of them makes it first. */
  @Test
  void shouldGoOnWhereAnotherDeliveryHasMadeTheStagingDirectory() {
    file("file", 0644, "a");
    on(
        "printf '#!/bin/sh\n/usr/bin/mkdir \"$@\"\nexec /usr/bin/mkdir \"$@\"\n' >/usr/local/sbin/mkdir && chmod 755 /usr/local/sbin/mkdir");
    SyncInput input = input(false, false, false);
    StagedTree staged;
    try {
      staged = send(input);
    } finally {
      on("rm /usr/local/sbin/mkdir");
    }
    place(input, staged);

    assertThat(on("cat " + TARGET + "/file")).isEqualTo("a");
  }

  @Test
  void shouldSeeAllOfALargeTreeThroughASudoThatLogsOutput() {
    on(
        "install -d -o debian "
            + TARGET
            + " && cd "
            + TARGET
            + " && seq -f %05.f 5000 | xargs touch");
    on("echo 'Defaults log_output' >/etc/sudoers.d/logging");
    try {
      for (int round = 0; round < 5; round++) {
        TreePlan plan = trees().compare(server, input(true, false, false), wanted, NOBODY);

        assertThat(plan.differences().deleted()).isEqualTo(5000);
      }
    } finally {
      on("rm /etc/sudoers.d/logging");
    }
  }

  @Test
  void shouldDeleteOnlyWhenAskedAndNeverWhatIsExcluded() {
    on(
        "mkdir -p "
            + TARGET
            + "/old/deep "
            + TARGET
            + "/cache && cd "
            + TARGET
            + " && touch old/deep/-f 'old/a\nb' cache/keep x.tmp keep && chown -R debian:debian .");
    on("cd " + TARGET + " && printf '\\377' >\"$(printf 'raw\\377')\" && chown debian raw*");
    file("keep", 0644, "new");

    sync(input(false, false, false));
    assertThat(reported).isEqualTo("~ keep\n");
    assertThat(on("ls " + TARGET + "/old/deep")).isEqualTo("-f");
    assertThat(on("cat " + TARGET + "/keep")).isEqualTo("new");

    SyncInput deleting = input(true, false, false);
    TreePlan plan = trees().compare(server, deleting, wanted, NOBODY);
    assertThat(plan.lines(2)).hasSize(3).last().asString().contains("more");
    assertThat(plan.differences().deleted()).isEqualTo(5);
    assertThat(on("ls " + TARGET + "/old/deep")).isEqualTo("-f");

    assertThat(sync(deleting).differences().deleted()).isEqualTo(5);
    assertThat(reported)
        .isEqualTo("- raw\u00ff\n- old/deep/-f\n- old/deep/\n- old/a\\0012b\n- old/\n");
    assertThat(on("cd " + TARGET + " && find . | sort"))
        .isEqualTo(".\n./cache\n./cache/keep\n./keep\n./x.tmp");
  }

  @Test
  void shouldSpareWhatRsyncSparesAndNotLookIntoIt() {
    on(
        "mkdir -p "
            + TARGET
            + "/uploads "
            + TARGET
            + "/a/cache "
            + TARGET
            + "/lost+found && cd "
            + TARGET
            + " && touch uploads/photo a/cache/x a/gone file && chown -R debian:debian ."
            + " && chown root: lost+found && chmod 700 lost+found && touch lost+found/x");
    file("file", 0644, "new");
    List<String> patterns = List.of("uploads/", "**/cache", "lost+found", "[!a-z]\n");
    SyncInput input = new SyncInput("", TARGET, true, true, patterns, null, false, null);

    assertThat(sync(input).differences().deleted()).isEqualTo(1);

    assertThat(on("cd " + TARGET + " && find . -type f | sort && cat file"))
        .isEqualTo("./a/cache/x\n./file\n./lost+found/x\n./uploads/photo\nnew");
  }

  @Test
  void shouldNotReplaceADirectoryThatIsExcludedOnlyThere() {
    on("mkdir -p " + TARGET + "/cache && chown -R debian:debian " + TARGET);
    file("cache", 0644, "a file here");
    SyncInput input = new SyncInput("", TARGET, true, false, List.of("cache/"), null, false, null);

    assertThatThrownBy(() -> sync(input))
        .isInstanceOf(SshException.class)
        .hasMessageContaining("cache is excluded there");
  }

  @Test
  void shouldRefuseAPatternThatCannotMatchBeforeAnythingIsDone() {
    on("mkdir -p " + TARGET + "/uploads && chown -R debian:debian " + TARGET);
    SyncInput input =
        new SyncInput("", TARGET, true, false, List.of("./uploads"), null, false, null);

    assertThatThrownBy(() -> sync(input))
        .isInstanceOf(SshException.class)
        .hasMessageContaining("write /uploads");
    assertThat(on("ls " + TARGET)).isEqualTo("uploads");
  }

  @Test
  void shouldReplaceOneKindByAnother() {
    on(
        "mkdir -p "
            + TARGET
            + "/file/sub && cd "
            + TARGET
            + " && touch file/sub/x dir && ln -s /etc linked && chown -Rh debian:debian .");
    directory("dir", 0755);
    file("dir/inside", 0644, "1");
    file("file", 0644, "2");
    directory("linked", 0755);
    file("linked/passwd", 0644, "3");

    assertThatThrownBy(() -> sync(input(false, false, false)))
        .isInstanceOf(SshException.class)
        .hasMessageContaining("--delete");
    sync(input(true, false, false));

    assertThat(on("cd " + TARGET + " && cat dir/inside file linked/passwd")).isEqualTo("123");
    assertThat(on("cat /etc/passwd")).contains("root:");
  }

  @Test
  void shouldGoOnAfterItsWorkerDied() {
    Bytes large = Bytes.random(30_000_000);
    add("large", 'f', 0640, large);
    file("small", 0644, "s");
    SyncInput input = input(false, false, false);
    Step step = step();
    contents.put(large.sha256(), large.interrupting(Thread.currentThread(), 15_000_000));
    assertThatThrownBy(() -> trees().send(server, step, input, wanted, contents::get, NOBODY))
        .isInstanceOf(SshException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(on("test ! -e " + TARGET + " && echo nothing")).isEqualTo("nothing");
    ssh.close();
    ssh = LabFixture.ssh(labServer);
    contents.put(large.sha256(), large);

    StagedTree staged = trees().send(server, step, input, wanted, contents::get, NOBODY);
    place(input, staged);

    assertThat(staged.resumed()).isEqualTo(2);
    assertThat(on("sha256sum <" + TARGET + "/large")).startsWith(large.sha256());
    assertThat(on("stat -c '%a %Y' " + TARGET + "/large")).isEqualTo("640 " + TIME);
    assertNothingLeft();
  }

  @Test
  void shouldTouchNothingWhenWhatArrivedIsNotWhatWasSent() {
    on("mkdir " + TARGET + " && echo -n old >" + TARGET + "/a && chown -R debian " + TARGET);
    file("a", 0644, "new");
    file("b", 0644, "b");
    StagedTree staged = send(input(true, false, false));
    on("echo evil >" + staged.staging() + "/1");

    Outcome outcome =
        trees().place(server, step(), input(true, false, false), staged, LabFixture.SILENT);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Finished.class,
            finished -> {
              assertThat(finished.exitCode()).isNotZero();
              assertThat(finished.tail()).contains("not what was sent");
            });
    assertThat(on("cd " + TARGET + " && ls && cat a")).isEqualTo("a\nold");
    journal().close(server, operation, token);
    assertNothingLeft();
  }

  @Test
  void shouldWriteAsRootAndCompareByContent() {
    file("etc", 0644, "x");
    SyncInput asRoot = input(false, true, true);
    sync(asRoot);
    assertThat(on("stat -c %U:%G " + TARGET + " " + TARGET + "/etc"))
        .isEqualTo("daemon:daemon\ndaemon:daemon");

    on("printf y >" + TARGET + "/etc && touch -d @" + TIME + " " + TARGET + "/etc");
    assertThat(send(input(false, false, true)).staging()).isEmpty();
    assertThat(sync(asRoot).differences().files()).isEqualTo(1);
    assertThat(on("cat " + TARGET + "/etc")).isEqualTo("x");
  }

  private StagedTree sync(SyncInput input) {
    StagedTree staged = send(input);
    assertThat(staged.staging()).isNotEmpty();
    place(input, staged);
    return staged;
  }

  private StagedTree send(SyncInput input) {
    return trees().send(server, step(), input, wanted, contents::get, NOBODY);
  }

  private void place(SyncInput input, StagedTree staged) {
    var output = new ByteArrayOutputStream();
    var listener =
        new Journal.Listener() {
          @Override
          public void alive() {}

          @Override
          public void output(boolean stderr, long offset, byte[] bytes) {
            output.writeBytes(bytes);
          }
        };
    assertThat(trees().place(server, step(), input, staged, listener))
        .isInstanceOfSatisfying(
            Outcome.Finished.class, finished -> assertThat(finished.exitCode()).isZero());
    reported = output.toString(StandardCharsets.ISO_8859_1);
  }

  private void directory(String path, int mode) {
    entry(path, 'd', mode, 0, "", null);
  }

  private void link(String path, String target) {
    entry(path, 'l', 0777, 0, target, null);
  }

  private void file(String path, int mode, String text) {
    add(path, 'f', mode, new Bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void add(String path, char type, int mode, Content content) {
    contents.put(content.sha256(), content);
    entry(path, type, mode, content.size(), "", content.sha256());
  }

  private void entry(
      String path, char type, int mode, long size, String target, @Nullable String sha256) {
    wanted.add(
        new TreeEntry(
            TreeEntry.raw(path), type, mode, size, TIME, "", "", TreeEntry.raw(target), sha256));
  }

  private static SyncInput input(boolean delete, boolean checksum, boolean sudo) {
    return new SyncInput(
        "",
        TARGET,
        delete,
        checksum,
        List.of("cache", "*.tmp"),
        sudo ? "daemon:daemon" : null,
        sudo,
        null);
  }

  private Step step() {
    return LabFixture.step(operation, "step" + steps++, token);
  }

  private Trees trees() {
    return new Trees(ssh, journal());
  }

  private Journal journal() {
    return new SshJournal(ssh);
  }

  private int journalled() {
    return Integer.parseInt(on("ls /var/lib/holdfast/journal/" + operation + " | wc -l"));
  }

  private void assertNothingLeft() {
    assertThat(on("ls -A /var/lib/holdfast/transfers; ls -A " + DIR + " | grep holdfast || true"))
        .isEmpty();
  }

  private String on(String script) {
    return LabFixture.onServer(lab, script);
  }
}
