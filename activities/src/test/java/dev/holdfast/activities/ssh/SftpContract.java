package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.Sftp.Kind;
import dev.holdfast.activities.ssh.Sftp.RemoteFile;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What SFTP of every adapter must do on a real server; an adapter's IT extends it. */
public abstract class SftpContract {
  private static final String HOME = "/home/debian/sftp";

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private Ssh ssh;

  protected SftpContract(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
    this.ssh = open(LabFixture.credentials(labServer), SshSettings.defaults());
  }

  /** A new adapter. */
  protected abstract Ssh open(Credentials credentials, SshSettings settings);

  @BeforeEach
  void open() {
    ssh.close();
    ssh = open(LabFixture.credentials(labServer), SshSettings.defaults());
    LabFixture.onServer(lab, "rm -rf " + HOME + "; install -d -o debian " + HOME);
  }

  @AfterEach
  void close() {
    ssh.close();
    LabFixture.onServer(lab, "rm -rf " + HOME);
  }

  @Test
  void shouldReadBackWhatItWrote() {
    byte[] content = content(20_000_003);

    write(HOME + "/big", 0, content);

    assertThat(read(HOME + "/big", 0)).isEqualTo(content);
    assertThat(read(HOME + "/big", 19_999_990)).isEqualTo(range(content, 19_999_990));
    assertThat(read(HOME + "/big", content.length)).isEmpty();
    assertThat(stat(HOME + "/big").mode()).isEqualTo(0600);
  }

  @Test
  void shouldWriteAnEmptyFile() {
    write(HOME + "/empty", 0, new byte[0]);

    assertThat(stat(HOME + "/empty").size()).isZero();
    assertThat(read(HOME + "/empty", 0)).isEmpty();
  }

  @Test
  void shouldKeepWhatIsBeforeTheOffsetAndDropWhatIsBehind() {
    byte[] content = content(3_000_000);
    write(HOME + "/part", 0, content);

    write(HOME + "/part", 1_000_000, "end".getBytes(StandardCharsets.US_ASCII));

    byte[] now = read(HOME + "/part", 0);
    assertThat(now).hasSize(1_000_003).endsWith("end".getBytes(StandardCharsets.US_ASCII));
    assertThat(range(now, 0, 1_000_000)).isEqualTo(range(content, 0, 1_000_000));
  }

  @Test
  void shouldRewriteAFileThatIsThereAndMakeNone() {
    write(HOME + "/old", 0, new byte[9]);
    boolean _ =
        ssh.sftp(
            server,
            sftp -> {
              try (OutputStream out = sftp.rewrite(HOME + "/old", 5)) {
                out.write(new byte[] {1, 2});
              }
              assertThatThrownBy(() -> sftp.rewrite(HOME + "/none", 0).close())
                  .hasMessageContaining("there is no such file");
              return true;
            });

    assertThat(read(HOME + "/old", 0)).containsExactly(0, 0, 0, 0, 0, 1, 2);
  }

  @Test
  void shouldStopReadingInTheMiddle() {
    write(HOME + "/big", 0, content(10_000_000));

    String head =
        ssh.sftp(
            server,
            sftp -> {
              byte[] some = new byte[10];
              try (InputStream in = sftp.read(HOME + "/big", 5)) {
                assertThat(in.readNBytes(some, 0, 10)).isEqualTo(10);
              }
              sftp.rename(HOME + "/big", HOME + "/moved");
              return sftp.stat(HOME + "/moved").orElseThrow().path();
            });

    assertThat(head).isEqualTo(HOME + "/moved");
  }

  @Test
  void shouldTellWhatIsThere() {
    LabFixture.onServer(
        lab,
        "cd "
            + HOME
            + " && echo hello >file && chmod 4751 file && touch -d @1700000000 file && mkdir dir && chmod 1777 dir"
            + " && ln -s /nowhere link && mkfifo fifo");

    assertThat(stat(HOME + "/file"))
        .isEqualTo(new RemoteFile(HOME + "/file", Kind.FILE, 6, 04751, 1_700_000_000));
    assertThat(stat(HOME + "/dir").kind()).isEqualTo(Kind.DIRECTORY);
    assertThat(stat(HOME + "/dir").mode()).isEqualTo(01777);
    assertThat(stat(HOME + "/link").kind()).isEqualTo(Kind.LINK);
    assertThat(stat(HOME + "/fifo").kind()).isEqualTo(Kind.OTHER);
    assertThat(isThere(HOME + "/none")).isFalse();
  }

  @Test
  void shouldListNamesOfEveryKind() {
    List<String> names =
        List.of("a b", "'quoted\"", "größe", "-rf", ".hidden", "new\nline", "$(x)");
    for (String name : names) {
      write(HOME + "/" + name, 0, new byte[] {1});
    }

    List<RemoteFile> found = list(HOME);

    assertThat(found)
        .extracting(RemoteFile::path)
        .containsExactlyInAnyOrderElementsOf(names.stream().map(n -> HOME + "/" + n).toList());
    assertThat(found).allSatisfy(file -> assertThat(file.size()).isEqualTo(1));
  }

  @Test
  void shouldListManyFilesAndNone() {
    LabFixture.onServer(
        lab, "cd " + HOME + " && mkdir empty many && cd many && seq 3000 | xargs touch");

    assertThat(list(HOME + "/many")).hasSize(3000);
    assertThat(list(HOME + "/empty")).isEmpty();
  }

  @Test
  void shouldReplaceByRenamingAndSetModes() {
    write(HOME + "/old", 0, new byte[] {1});
    write(HOME + "/new", 0, new byte[] {2, 2});

    ssh.sftp(
        server,
        sftp -> {
          sftp.rename(HOME + "/new", HOME + "/old");
          sftp.setMode(HOME + "/old", 0640);
          sftp.makeDirectory(HOME + "/dir", 0700);
          return 0;
        });

    assertThat(read(HOME + "/old", 0)).containsExactly(2, 2);
    assertThat(stat(HOME + "/old").mode()).isEqualTo(0640);
    assertThat(stat(HOME + "/dir").mode()).isEqualTo(0700);
    assertThat(isThere(HOME + "/new")).isFalse();
  }

  @Test
  void shouldRemoveAFileAndALinkButNotWhatItPointsTo() {
    LabFixture.onServer(lab, "cd " + HOME + " && touch file target && ln -s target link");

    ssh.sftp(
        server,
        sftp -> {
          sftp.remove(HOME + "/file");
          sftp.remove(HOME + "/file");
          sftp.remove(HOME + "/link");
          return 0;
        });

    assertThat(list(HOME)).extracting(RemoteFile::path).containsExactly(HOME + "/target");
  }

  @Test
  void shouldNameThePathThatTheServerRefuses() {
    assertFails(FailureType.COMMAND_FAILED, "/root/x", () -> write("/root/x", 0, new byte[1]));
    assertFails(FailureType.COMMAND_FAILED, "/etc/shadow", () -> read("/etc/shadow", 0));
    assertFails(FailureType.COMMAND_FAILED, HOME + "/none", () -> read(HOME + "/none", 0));
    assertFails(
        FailureType.COMMAND_FAILED,
        HOME,
        () ->
            ssh.sftp(
                server,
                sftp -> {
                  sftp.makeDirectory(HOME, 0700);
                  return 0;
                }));
    assertFails(
        FailureType.COMMAND_FAILED, "/none", () -> ssh.sftp(server, sftp -> sftp.list("/none")));
  }

  @Test
  void shouldFailWhenTheDiskIsFull() {
    LabFixture.onServer(
        lab,
        "mkdir " + HOME + "/small && mount -t tmpfs -o size=2m,mode=777 none " + HOME + "/small");
    try {
      assertFails(
          FailureType.COMMAND_FAILED,
          HOME + "/small/big",
          () -> write(HOME + "/small/big", 0, content(4_000_000)));
    } finally {
      LabFixture.onServer(lab, "umount " + HOME + "/small");
    }
  }

  @Test
  void shouldPassOnTheWorksOwnFailure() {
    IOException own = new IOException("mine");

    assertThatThrownBy(() ->
            ssh.sftp(
                server,
                _ -> {
                  throw own;
                }))
        .isInstanceOf(UncheckedIOException.class)
        .hasCause(own);
  }

  @Test
  void shouldSayThatThereIsNoSftp() {
    try {
      LabFixture.onServer(
          lab, "sed -i 's/^Subsystem/#Subsystem/' /etc/ssh/sshd_config; systemctl restart ssh");
      assertFails(FailureType.NO_SFTP, "Subsystem", () -> ssh.sftp(server, sftp -> sftp.stat("/")));
    } finally {
      LabFixture.onServer(
          lab, "sed -i 's/^#Subsystem/Subsystem/' /etc/ssh/sshd_config; systemctl restart ssh");
    }
  }

  @Test
  void shouldUseAnotherConnectionWhenTheOldOneWasCut() {
    assertThat(stat(HOME).kind()).isEqualTo(Kind.DIRECTORY);
    LabFixture.onServer(lab, "pkill -KILL -f '^sshd: debian'");

    assertThat(stat(HOME).kind()).isEqualTo(Kind.DIRECTORY);
  }

  @Test
  void shouldBeginNothingOnAConnectionThatJustEnds() {
    assertBeginsNothing((PooledSsh<?>) ssh);
  }

  private <C extends PooledConnection> void assertBeginsNothing(PooledSsh<C> adapter) {
    C ending = adapter.connect(server, server.port());
    ending.close();

    assertThatThrownBy(() ->
            adapter.sftp(
                ChannelPermit.alone(ending),
                sftp -> sftp.stat(HOME),
                new SshFailures(server, server.port())))
        .isInstanceOf(NotStarted.class);
  }

  @Test
  void shouldFailWhenTheConnectionIsCutWhileItWrites() {
    assertFails(
        FailureType.UNREACHABLE,
        "",
        () ->
            ssh.sftp(
                server,
                sftp -> {
                  try (OutputStream out = sftp.write(HOME + "/cut", 0)) {
                    out.write(content(1_000_000));
                    LabFixture.onServer(lab, "pkill -KILL -f '^sshd: debian'");
                    out.write(content(10_000_000));
                  }
                  return 0;
                }));
  }

  @Test
  void shouldStopWhenInterrupted() {
    assertFails(
        FailureType.WORKER_LOST,
        "interrupted",
        () ->
            ssh.sftp(
                server,
                sftp -> {
                  Thread.currentThread().interrupt();
                  try (OutputStream out = sftp.write(HOME + "/never", 0)) {
                    out.write(content(10_000_000));
                  }
                  return 0;
                }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stat(HOME).kind()).isEqualTo(Kind.DIRECTORY);
  }

  @Test
  void shouldWorkOnManyChannelsAtOnce() throws Exception {
    byte[] content = content(3_000_000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String path = HOME + "/" + i;
        all.add(
            threads.submit(() -> {
              write(path, 0, content);
              return read(path, 0);
            }));
      }
      for (Future<byte[]> one : all) {
        assertThat(one.get()).isEqualTo(content);
      }
    }
  }

  private void write(String path, long offset, byte[] bytes) {
    ssh.sftp(
        server,
        sftp -> {
          try (OutputStream out = sftp.write(path, offset)) {
            out.write(bytes);
          }
          return 0;
        });
  }

  private byte[] read(String path, long offset) {
    return ssh.sftp(
        server,
        sftp -> {
          try (InputStream in = sftp.read(path, offset)) {
            return in.readAllBytes();
          }
        });
  }

  private RemoteFile stat(String path) {
    return ssh.sftp(server, sftp -> sftp.stat(path).orElseThrow());
  }

  private boolean isThere(String path) {
    return ssh.sftp(server, sftp -> sftp.stat(path).isPresent());
  }

  private List<RemoteFile> list(String path) {
    return ssh.sftp(server, sftp -> sftp.list(path));
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static byte[] range(byte[] bytes, int from) {
    return range(bytes, from, bytes.length);
  }

  private static byte[] range(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static void assertFails(FailureType type, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> {
          assertThat(e.type()).as(e.getMessage()).isEqualTo(type);
          assertThat(e).hasMessageContaining(message);
        });
  }
}
