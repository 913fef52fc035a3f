package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import dev.holdfast.schemas.transfer.Via;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LabTest
final class UploadsIT {
  private static final String DIR = "/home/debian/up";
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
  private Ssh ssh;

  UploadsIT(Lab lab, LabServer labServer, TestInfo test) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
    this.operation = LabFixture.operation(test) + "-" + Marked.mark().substring(0, 4);
    this.ssh = LabFixture.ssh(labServer);
  }

  @BeforeEach
  void clean() {
    LabFixture.onServer(
        lab,
        "rm -rf /var/lib/holdfast/transfers " + DIR + " && install -d -o debian -g debian " + DIR);
  }

  @AfterEach
  void close() {
    ssh.close();
    LabFixture.onServer(lab, "rm -rf " + DIR);
  }

  @ParameterizedTest
  @EnumSource(Via.class)
  void shouldPutAFileInPlaceByEveryChannel(Via via) {
    Bytes content = Bytes.random(5_000_001);

    Sent sent = copy(content, to(DIR + "/it's a \"file\" $(x) größe", via));

    assertThat(sent.via()).isEqualTo(via);
    assertThat(on("cd " + DIR + " && cat it* | sha256sum")).startsWith(content.sha256());
    assertThat(on("stat -c '%a %U:%G' " + DIR + "/it*")).isEqualTo("644 debian:debian");
    assertThat(on("ls -A " + DIR + " | wc -l")).isEqualTo("1");
    assertNoRecords();
  }

  @ParameterizedTest
  @EnumSource(Via.class)
  void shouldCopyAnEmptyFile(Via via) {
    copy(new Bytes(new byte[0]), to(DIR + "/empty", via));

    assertThat(on("stat -c %s " + DIR + "/empty")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(Via.class)
  void shouldGoOnAfterItsWorkerDied(Via via) {
    Bytes content = Bytes.random(40_000_000);
    CopyInput input = to(DIR + "/file", via);
    Step step = step("send");
    Content dying = content.interrupting(Thread.currentThread(), 20_000_000);
    assertThatThrownBy(() -> uploads().send(server, step, input, dying, NOBODY))
        .isInstanceOf(SshException.class);
    assertThat(Thread.interrupted()).isTrue();
    ssh.close();
    ssh = LabFixture.ssh(labServer);

    Sent sent = uploads().send(server, step, input, content, NOBODY);
    place(step, input, sent);

    if (via == Via.SCP) {
      assertThat(sent.resumedAt()).isZero();
    } else {
      assertThat(sent.resumedAt()).isGreaterThan(10_000_000);
    }
    assertThat(on("sha256sum <" + DIR + "/file")).startsWith(content.sha256());
    assertThat(on("ls -A " + DIR)).isEqualTo("file");
    assertNoRecords();
  }

  @Test
  void shouldStartAnewWhereTheBeginningIsAnother() {
    Bytes content = Bytes.random(3_000_000);
    CopyInput input = to(DIR + "/file", Via.SFTP);
    Step step = step("send");
    Sent first = uploads().send(server, step, input, content, NOBODY);
    LabFixture.onServer(lab, "head -c 2000000 /dev/zero >" + first.temporary());

    Sent sent = uploads().send(server, step, input, content, NOBODY);
    place(step, input, sent);

    assertThat(sent.resumedAt()).isZero();
    assertThat(on("sha256sum <" + DIR + "/file")).startsWith(content.sha256());
  }

  @Test
  void shouldReplaceNothingWhenWhatArrivedIsNotWhatWasSent() {
    on("echo old >" + DIR + "/file && chown debian:debian " + DIR + "/file");
    CopyInput input = to(DIR + "/file", Via.SFTP);
    Step step = step("send");
    Sent sent = uploads().send(server, step, input, Bytes.random(100), NOBODY);
    on("echo x >>" + sent.temporary());

    Outcome outcome = uploads().place(server, step("place"), input, sent, LabFixture.SILENT);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Finished.class,
            finished -> {
              assertThat(finished.exitCode()).isEqualTo(1);
              assertThat(finished.tail()).contains("not what was sent");
            });
    assertThat(on("cat " + DIR + "/file")).isEqualTo("old");
    journal().close(server, operation, token);
    assertThat(on("ls -A " + DIR)).isEqualTo("file");
    assertNoRecords();
  }

  @Test
  void shouldKeepModeAndOwnerOfWhatItReplaces() {
    on("cd " + DIR + " && touch file && chown daemon:games file && chmod 2750 file");

    copy(Bytes.random(10), asRoot(DIR + "/file", null, null));

    assertThat(on("stat -c '%a %U:%G' " + DIR + "/file")).isEqualTo("2750 daemon:games");
  }

  @Test
  void shouldSetModeAndOwnerAsRoot() {
    Sent sent = copy(Bytes.random(10), asRoot("/root/new file", "4711", "daemon:games"));

    assertThat(sent.via()).isEqualTo(Via.STREAM);
    assertThat(on("stat -c '%a %U:%G' '/root/new file'")).isEqualTo("4711 daemon:games");
    assertThat(on("rm '/root/new file'; ls -A /root | grep -c holdfast || true")).isEqualTo("0");
  }

  @Test
  void shouldTouchNothingWhenItIsInPlaceAlready() {
    Bytes content = Bytes.random(1000);
    copy(content, to(DIR + "/file", null));
    String before = on("stat -c '%i %Y' " + DIR + "/file");

    Sent sent = uploads().send(server, step("again"), to(DIR + "/file", null), content, NOBODY);

    assertThat(sent.unchanged()).isTrue();
    assertThat(on("stat -c '%i %Y' " + DIR + "/file")).isEqualTo(before);
  }

  @Test
  void shouldFollowALinkAsTheLoginUserButNotAsRoot() {
    on("cd " + DIR + " && mkdir real && chown debian real && ln -s real/file link");
    Bytes content = Bytes.random(1000);

    copy(content, to(DIR + "/link", null));

    assertThat(on("readlink " + DIR + "/link")).isEqualTo("real/file");
    assertThat(on("sha256sum <" + DIR + "/real/file")).startsWith(content.sha256());
    assertRefused("is a link to real/file", asRoot(DIR + "/link", null, null), content);
  }

  @Test
  void shouldSayInOneLineWhyItCannotWrite() {
    on(
        "cd "
            + DIR
            + " && mkdir dir ro small && mkfifo fifo && ln -s /nowhere/x dangling"
            + " && mount -t tmpfs -o ro none ro && mount -t tmpfs -o size=1m,mode=777 none small");
    Bytes content = Bytes.random(2_000_000);
    try {
      assertRefused("is a directory; name the file in it", to(DIR + "/dir", null), content);
      assertRefused("is not a regular file", to(DIR + "/fifo", null), content);
      assertRefused("there is no directory", to(DIR + "/none/file", null), content);
      assertRefused("is a link to nowhere", to(DIR + "/dangling", null), content);
      assertRefused("Read-only file system", asRoot(DIR + "/ro/file", null, null), content);
      assertRefused("no space in " + DIR + "/small", to(DIR + "/small/file", null), content);
      assertRefused("Permission denied; --sudo does it as root", to("/etc/file", null), content);
      assertThat(on("ls -A " + DIR + "/small")).isEmpty();
      assertNoRecords();
    } finally {
      on("umount " + DIR + "/ro " + DIR + "/small");
    }
  }

  @Test
  void shouldLeaveNothingWhenItsOperationIsClosed() {
    Bytes content = Bytes.random(1000);
    Sent sent = uploads().send(server, step("send"), to(DIR + "/file", null), content, NOBODY);
    assertThat(on("ls -A " + DIR)).contains(".file.holdfast-");

    journal().close(server, operation, token);

    assertThat(on("ls -A " + DIR)).isEmpty();
    assertNoRecords();
    assertFails(
        FailureType.FENCED,
        () -> uploads().send(server, step("send"), to(DIR + "/file", null), content, NOBODY));
    assertThat(
            uploads()
                .place(server, step("place"), to(DIR + "/file", null), sent, LabFixture.SILENT))
        .isInstanceOf(Outcome.Fenced.class);
  }

  @Test
  void shouldSweepWhatNobodyClosed() {
    uploads().send(server, step("send"), to(DIR + "/dead", null), Bytes.random(10), NOBODY);
    on(
        "cd /var/lib/holdfast/transfers && echo "
            + DIR
            + "/precious >evil && touch "
            + DIR
            + "/precious && touch -d '2 days ago' *");

    copy(Bytes.random(10), to(DIR + "/alive", null));

    assertThat(on("ls -A " + DIR)).isEqualTo("alive\nprecious");
    assertNoRecords();
  }

  @Test
  void shouldTakeAnotherChannelWhereSftpIsOff() {
    on("sed -i 's/^Subsystem/#Subsystem/' /etc/ssh/sshd_config; systemctl restart ssh");
    try {
      assertThat(copy(Bytes.random(1000), to(DIR + "/auto", null)).via()).isNotEqualTo(Via.SFTP);
      assertFails(
          FailureType.COMMAND_FAILED,
          () ->
              uploads().send(server, step("s"), to(DIR + "/x", Via.SFTP), Bytes.random(1), NOBODY));
      copy(Bytes.random(1000), to(DIR + "/scp", Via.SCP));
    } finally {
      on("sed -i 's/^#Subsystem/Subsystem/' /etc/ssh/sshd_config; systemctl restart ssh");
    }
    journal().close(server, operation, token);
    assertThat(on("ls -A " + DIR)).isEqualTo("auto\nscp");
  }

  /** As where the operation is closed between the look at the file and the start of scp. */
  @Test
  void shouldLeaveNothingOfAFileThatHasGoneBeforeScpBegins() {
    on(
        "printf '#!/bin/sh\nfor last; do :; done; rm -f -- \"$last\"; exec /usr/bin/scp \"$@\"\n' >/usr/local/bin/scp && chmod 755 /usr/local/bin/scp");
    try {
      assertThatThrownBy(() ->
              uploads()
                  .send(server, step("s"), to(DIR + "/x", Via.SCP), Bytes.random(1000), NOBODY))
          .hasMessageContaining("is gone");
    } finally {
      on("rm /usr/local/bin/scp");
    }
    journal().close(server, operation, token);
    assertThat(on("ls -A " + DIR)).isEmpty();
    assertNoRecords();
  }

  @Test
  void shouldStopWritingWhenANewerHolderHasCome() {
    Bytes content = Bytes.random(30_000_000);
    Content slow = new SlowContent(content, () -> journal().close(server, operation, token + 5));

    assertFails(
        FailureType.FENCED,
        () -> uploads().send(server, step("send"), to(DIR + "/file", Via.STREAM), slow, NOBODY));
  }

  @Test
  void shouldIgnoreWhatLoginScriptsPrint() {
    on(
        "cp /home/debian/.bashrc /root/bashrc; sed -i '1i echo noise; echo noise >&2' /home/debian/.bashrc");
    try {
      for (Via via : Via.values()) {
        Bytes content = Bytes.random(100_000);
        copy(content, to(DIR + "/" + via.word(), via));
        assertThat(on("sha256sum <" + DIR + "/" + via.word())).startsWith(content.sha256());
      }
    } catch (SshException e) {
      // SFTP itself cannot work over such noise; OpenSSH's own client says the same.
      assertThat(e).hasMessageContaining("SFTP");
    } finally {
      on("cp /root/bashrc /home/debian/.bashrc");
    }
  }

  /** The first one is held up at the moment at which it has seen that there is no file yet. */
  @Test
  void shouldNotReplaceTheFileOfADeliveryThatBeginsAtOnce() throws Exception {
    on(
        """
        cat >/usr/local/sbin/install <<'END'
        #!/bin/sh
        echo made >>/tmp/installs
        for tenth in 1 2 3 4 5 6 7 8 9 10; do
          [ "$(wc -l </tmp/installs)" = 1 ] || break
          sleep 0.1
        done
        exec /usr/bin/install "$@"
        END
        chmod 755 /usr/local/sbin/install; install -m 666 /dev/null /tmp/installs
        """);
    Bytes content = Bytes.random(100_000);
    Step sending = step("send" + Marked.mark());
    CopyInput input = to(DIR + "/twins", null);
    Callable<Sent> delivery = () -> uploads().send(server, sending, input, content, NOBODY);
    List<Future<Sent>> twins;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      twins = threads.invokeAll(List.of(delivery, delivery));
    } finally {
      on("rm /usr/local/sbin/install");
    }

    assertThat(on("wc -l </tmp/installs; rm /tmp/installs").strip()).isEqualTo("1");
    for (Future<Sent> twin : twins) {
      place(sending, input, twin.get());
    }
    assertThat(on("sha256sum <" + DIR + "/twins")).startsWith(content.sha256());
  }

  private Sent copy(Content content, CopyInput input) {
    Step sending = step("send" + Marked.mark());
    Sent sent = uploads().send(server, sending, input, content, NOBODY);
    assertThat(sent.unchanged()).isFalse();
    place(sending, input, sent);
    return sent;
  }

  private void place(Step sending, CopyInput input, Sent sent) {
    Outcome outcome =
        uploads().place(server, step("place/" + sending.key()), input, sent, LabFixture.SILENT);
    assertThat(outcome).isEqualTo(new Outcome.Finished(0, ""));
  }

  private Uploads uploads() {
    return new Uploads(ssh, journal());
  }

  private Journal journal() {
    return new SshJournal(ssh);
  }

  private Step step(String key) {
    return LabFixture.step(operation, key, token);
  }

  private static CopyInput to(String path, @Nullable Via via) {
    return new CopyInput("", path, null, null, "0644", false, via);
  }

  private static CopyInput asRoot(String path, @Nullable String mode, @Nullable String owner) {
    return new CopyInput("", path, mode, owner, "0600", true, null);
  }

  private String on(String script) {
    return LabFixture.onServer(lab, script);
  }

  private void assertNoRecords() {
    assertThat(on("ls -A /var/lib/holdfast/transfers 2>/dev/null || true")).isEmpty();
  }

  private void assertRefused(String message, CopyInput input, Content content) {
    assertThatThrownBy(() -> uploads().send(server, step("refused"), input, content, NOBODY))
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> {
          assertThat(e.type()).as(e.getMessage()).isEqualTo(FailureType.REFUSED);
          assertThat(e).hasMessageContaining(message);
          assertThat(e.getMessage()).doesNotContain("\n");
        });
  }

  private static void assertFails(FailureType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> assertThat(e.type()).as(e.getMessage()).isEqualTo(type));
  }
}
