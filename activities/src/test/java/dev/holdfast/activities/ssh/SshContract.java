package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter of the port must do on a real server; an adapter's IT extends it. */
public abstract class SshContract {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final String OTHER_KEY =
      "AAAAC3NzaC1lZDI1NTE5AAAAIEcHx2ZFH8kZIB6MPHlOe4bBl7mkPTGKKhfLyFHFDlmX";

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private Ssh ssh;

  protected SshContract(Lab lab, LabServer labServer) {
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
  }

  @AfterEach
  void close() {
    ssh.close();
  }

  @Test
  void shouldReturnOutputExitCodeAndTakeInput() {
    ExecResult result = ssh.exec(server, command("cat; echo oops >&2; exit 3", "größe\n"));

    assertThat(result).isEqualTo(new ExecResult(3, "größe\n", "oops\n"));
  }

  @Test
  void shouldTellTheSignalThatEndedACommand() {
    assertThat(ssh.exec(server, command("kill -TERM $$", "")).exitCode()).isEqualTo(128 + 15);
  }

  @Test
  void shouldRunAScriptAsRoot() {
    ExecResult result = ssh.exec(server, Command.rootScript("id -u; echo \"it's $0\"\n", SHORT));

    assertThat(result).isEqualTo(new ExecResult(0, "0\nit's sh\n", ""));
  }

  @Test
  void shouldGiveSudoItsPasswordWhereNobodySeesIt() {
    LabFixture.onServer(
        lab,
        "useradd -m -s /bin/bash ops; echo 'ops:open it' | chpasswd; mkdir -p ~ops/.ssh; cp ~debian/.ssh/authorized_keys ~ops/.ssh/; chown -R ops: ~ops/.ssh; echo 'ops ALL=(ALL) ALL' >/etc/sudoers.d/ops");
    Server ops = LabFixture.server(labServer, "ops");
    try (Ssh knowing = open(withSudoPassword("open it"), SshSettings.defaults());
        Ssh wrong = open(withSudoPassword("guess"), SshSettings.defaults())) {
      Command look =
          new Command(
              "id -un; cat; grep -rlas 'open [i]t' /proc/[0-9]*/cmdline /proc/[0-9]*/environ | head -1",
              "input\n",
              true,
              SHORT,
              1000);

      assertThat(knowing.exec(ops, look)).isEqualTo(new ExecResult(0, "root\ninput\n", ""));
      knowing.prove(ops, ops.port());
      assertFails(FailureType.NO_SUDO, "with the stored password", () -> wrong.exec(ops, look));
      assertFails(FailureType.NO_SUDO, "password is required", () -> ssh.exec(ops, look));
      LabFixture.onServer(lab, "echo 'ops ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/ops");
      assertThat(knowing.exec(ops, look).stdout()).isEqualTo("root\ninput\n");
    } finally {
      LabFixture.onServer(
          lab,
          "rm -f /etc/sudoers.d/ops; pkill -KILL -u ops; sleep 0.3; userdel -rf ops 2>/dev/null");
    }
  }

  private Credentials withSudoPassword(String password) {
    Credentials keys = LabFixture.credentials(labServer);
    return new Credentials() {
      @Override
      public String privateKey(Server of) {
        return keys.privateKey(of);
      }

      @Override
      public Optional<String> sudoPassword(Server of) {
        return Optional.of(password);
      }
    };
  }

  @Test
  void shouldQuoteALineForSudo() {
    Command line = new Command("id -u && echo '$HOME' | cat", "", true, SHORT, 1000);

    assertThat(ssh.exec(server, line).stdout()).isEqualTo("0\n$HOME\n");
  }

  @Test
  void shouldTakeMuchOutputOfBothStreamsAtOnce() {
    ExecResult result =
        ssh.exec(
            server,
            command(
                "head -c 3000000 /dev/zero | tr '\\0' e >&2; head -c 3000000 /dev/zero | tr '\\0' o",
                ""));

    assertThat(result.stdout()).hasSize(3_000_000);
    assertThat(result.stderr()).hasSize(3_000_000);
  }

  @Test
  void shouldRefuseMoreOutputThanTheLimit() {
    Command endless = new Command("yes", "", false, SHORT, 100_000);

    assertFails(FailureType.COMMAND_FAILED, "100000 bytes", () -> ssh.exec(server, endless));
  }

  @Test
  void shouldGiveUpACommandAfterItsTimeout() {
    Command slow = new Command("sleep 60", "", false, Duration.ofSeconds(1), 1000);

    assertFails(FailureType.UNREACHABLE, "within 1 s", () -> ssh.exec(server, slow));
  }

  @Test
  void shouldEndACommandThatNeverReadsItsInput() {
    long began = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      String input = "x".repeat(5_000_000);
      assertThat(ssh.exec(server, command("sleep 0.05; exit 4", input)).exitCode()).isEqualTo(4);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void shouldFeedAllOfALongInput() {
    String input = "0123456789".repeat(700_000);

    assertThat(ssh.exec(server, command("sleep 0.2; cat", input)).stdout()).isEqualTo(input);
  }

  @Test
  void shouldHoldBackACommandWhoseOutputIsNotTaken() throws Exception {
    LabFixture.onServer(lab, "rm -f /tmp/progress");
    Command chatty =
        streamed(
            "i=0; while [ $i -lt 200 ]; do head -c 1000000 /dev/zero; i=$((i+1)); echo $i >/tmp/progress; done");
    Slow slow = new Slow();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> exitCode =
          threads.submit(() -> ssh.stream(server, chatty, Streams.of(slow, slow)));
      slow.began.await();
      // On the same connection, which one command that waits must not stop.
      String stopped =
          "b=; until [ -n \"$b\" ] && [ \"$a\" = \"$b\" ]; do a=$b; sleep 0.5; b=$(cat /tmp/progress || echo 0); done; echo $b";
      int megabytes = Integer.parseInt(ssh.exec(server, command(stopped, "")).stdout().strip());
      slow.mayGoOn.countDown();

      assertThat(megabytes).isLessThan(30);
      assertThat(exitCode.get()).isZero();
      assertThat(slow.taken).hasValue(200_000_000);
    }
  }

  @Test
  void shouldBringAllOutputThroughASudoThatLogsIt() {
    LabFixture.onServer(lab, "echo 'Defaults log_output' >/etc/sudoers.d/logging");
    try {
      for (int round = 0; round < 20; round++) {
        LastWord last = LastWord.of(server, true);
        String line = "for n in 1 2; do head -c 300000 /dev/zero >&$n; done; " + last.sh(0);
        Trickle out = new Trickle();
        Trickle err = new Trickle();
        Streams streams = new Streams(InputStream.nullInputStream(), out, err);

        int exitCode = last.run(ssh, server, new Command(line, "", true, SHORT, 0), streams);

        assertThat(exitCode).isZero();
        assertThat(out.taken).isEqualTo(300_000);
        assertThat(err.taken).isEqualTo(300_000);
      }
    } finally {
      LabFixture.onServer(lab, "rm /etc/sudoers.d/logging");
    }
  }

  /** Takes a little now and then. */
  private static final class Trickle extends OutputStream {
    private long taken;

    @Override
    public void write(int b) {
      taken++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      taken += length;
    }
  }

  @Test
  void shouldStreamALongInputToItsEnd() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    InputStream input = new DigestInputStream(new Zeros(100_000_000), digest);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int exitCode =
        ssh.stream(
            server,
            streamed("sha256sum"),
            new Streams(input, out, OutputStream.nullOutputStream()));

    assertThat(exitCode).isZero();
    assertThat(out.toString(StandardCharsets.US_ASCII))
        .startsWith(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void shouldEndACommandWhoseOutputCannotBeTaken() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left here");
          }
        };

    assertFails(
        FailureType.UNREACHABLE,
        "no space left here",
        () -> ssh.stream(server, streamed("yes refused"), Streams.of(full, full)));
    LabFixture.await(lab, "! pgrep -f \"^yes refused\"");
  }

  @Test
  void shouldEndACommandWhenItsCallerIsInterrupted() throws Exception {
    Slow slow = new Slow();
    slow.mayGoOn.countDown();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Thread> caller = new CompletableFuture<>();
      Future<Integer> running =
          threads.submit(() -> {
            caller.complete(Thread.currentThread());
            return ssh.stream(server, streamed("yes interrupted"), Streams.of(slow, slow));
          });
      slow.began.await();
      caller.get().interrupt();

      assertFails(
          FailureType.WORKER_LOST,
          "interrupted",
          () -> {
            try {
              running.get();
            } catch (ExecutionException e) {
              throw e.getCause();
            }
          });
    }
    LabFixture.await(lab, "! pgrep -f \"^yes interrupted\"");
  }

  @Test
  void shouldUseOneConnectionForManyCommands() throws Exception {
    List<Callable<String>> commands = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      // Longer than the opening of a channel, so that they overlap.
      commands.add(() -> ssh.exec(server, command("echo $SSH_CONNECTION; sleep 0.1", "")).stdout());
    }

    assertThat(inParallel(commands)).hasSize(50).doesNotContain("").containsOnly(connection());
  }

  @Test
  void shouldReconnectWhenTheConnectionWasCut() {
    String before = connection();
    LabFixture.onServer(lab, "pkill -KILL -f '^sshd: debian'");

    assertThat(connection()).isNotEqualTo(before);
  }

  @Test
  void shouldStartNothingOnAConnectionThatJustEnds() {
    assertStartsNothing((PooledSsh<?>) ssh);
  }

  private <C extends PooledConnection> void assertStartsNothing(PooledSsh<C> adapter) {
    C ending = adapter.connect(server, server.port());
    ending.close();
    Streams nowhere = Streams.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());

    assertThatThrownBy(() ->
            adapter.run(
                ChannelPermit.alone(ending),
                command("true", ""),
                nowhere,
                new SshFailures(server, server.port())))
        .isInstanceOf(NotStarted.class);
  }

  @Test
  void shouldOpenANewConnectionOnceForgotten() {
    String before = connection();
    ssh.forget(server);

    assertThat(connection()).isNotEqualTo(before);
  }

  @Test
  void shouldRefuseAHostKeyThatIsNotPinned() {
    HostKey other = new HostKey("ssh-ed25519", OTHER_KEY);
    String presented = labServer.hostKeyFingerprint();

    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        presented,
        () -> ssh.exec(trusting(List.of(other)), command("true", "")));
    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        other.fingerprint(),
        () -> ssh.prove(trusting(List.of(other)), server.port()));
    assertFails(
        FailureType.HOST_KEY_MISMATCH,
        "holdfast server trust lab-1",
        () -> ssh.exec(trusting(List.of()), command("true", "")));
  }

  @Test
  void shouldSayThatAKeyIsRefused() {
    String key = newKey("ed25519");
    try (Ssh stranger = open(_ -> key, SshSettings.defaults())) {
      assertFails(
          FailureType.AUTHENTICATION,
          "authorized_keys",
          () -> stranger.exec(server, command("true", "")));
    }
  }

  @Test
  void shouldSayThatAKeyIsNone() {
    try (Ssh ssh = open(_ -> "hunter2", SshSettings.defaults())) {
      assertFails(
          FailureType.AUTHENTICATION,
          "not an Ed25519, ECDSA or RSA private key",
          () -> ssh.exec(server, command("true", "")));
    }
  }

  @Test
  void shouldLogInWithKeysOfEveryType() {
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      String key = newKey(type);
      LabFixture.onServer(
          lab,
          "cd /root; cp /home/debian/.ssh/authorized_keys keys; cat k.pub >>/home/debian/.ssh/authorized_keys");
      try (Ssh ssh = open(_ -> key, SshSettings.defaults())) {
        assertThat(ssh.exec(server, command("echo in", "")).stdout()).as(type).isEqualTo("in\n");
      } finally {
        LabFixture.onServer(lab, "cat /root/keys >/home/debian/.ssh/authorized_keys");
      }
    }
  }

  @Test
  void shouldSayWithinTheTimeoutThatNobodyAnswers() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket a = new Socket();
        Socket b = new Socket()) {
      // A full backlog drops what comes next, like a firewall.
      a.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 1000);
      b.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 1000);
      long began = System.nanoTime();

      assertFails(
          FailureType.UNREACHABLE, "does not answer", () -> ssh.prove(server, full.getLocalPort()));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void shouldNotWaitForAServerThatStaysSilent() throws Exception {
    SshSettings hasty =
        new SshSettings(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), SHORT, 5, SHORT);
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Ssh ssh = open(LabFixture.credentials(labServer), hasty)) {
      assertFails(FailureType.UNREACHABLE, "", () -> ssh.prove(server, silent.getLocalPort()));
    }
  }

  @Test
  void shouldSayThatNothingListens() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }

    assertFails(FailureType.UNREACHABLE, "Connection refused", () -> ssh.prove(server, port));
  }

  @Test
  void shouldNoticeAServerThatStopsAnswering() {
    SshSettings hasty =
        new SshSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1), SHORT, 5, SHORT);
    try (Ssh ssh = open(LabFixture.credentials(labServer), hasty)) {
      ssh.exec(server, command("true", ""));
      lab.pause("lab-1");
      try {
        assertFails(FailureType.UNREACHABLE, "", () -> ssh.exec(server, command("echo late", "")));
      } finally {
        lab.unpause("lab-1");
      }
      assertThat(ssh.exec(server, command("echo back", "")).stdout()).isEqualTo("back\n");
    }
  }

  @Test
  void shouldSayThatTheUserCannotBecomeRoot() {
    LabFixture.onServer(
        lab,
        """
        id plain >/dev/null 2>&1 || useradd -m -s /bin/sh plain
        install -d -m 700 -o plain -g plain /home/plain/.ssh
        install -m 600 -o plain -g plain /home/debian/.ssh/authorized_keys /home/plain/.ssh/
        """);
    Server plain = LabFixture.server(labServer, "plain");

    assertFails(
        FailureType.NO_SUDO, "NOPASSWD", () -> ssh.exec(plain, Command.rootScript("id", SHORT)));
    assertFails(FailureType.NO_SUDO, "plain", () -> ssh.prove(plain, plain.port()));
    assertThat(ssh.exec(plain, command("id -un", "")).stdout()).isEqualTo("plain\n");
  }

  @Test
  void shouldProveLoginSudoAndSftp() {
    assertThatCode(() -> ssh.prove(server, server.port())).doesNotThrowAnyException();
  }

  @Test
  void shouldProveAcrossTheMomentOfAReload() {
    for (int i = 0; i < 5; i++) {
      LabFixture.onServer(lab, "systemctl reset-failed ssh; systemctl reload ssh");
      assertThatCode(() -> ssh.prove(server, server.port())).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldNotProveWithoutSftpOrWithoutACommonAlgorithm() {
    try {
      LabFixture.onServer(
          lab, "sed -i 's/^Subsystem/#Subsystem/' /etc/ssh/sshd_config; systemctl restart ssh");
      assertFails(FailureType.NO_SFTP, "SFTP", () -> ssh.prove(server, server.port()));
      configureSshd("KexAlgorithms diffie-hellman-group14-sha1");
      assertFails(
          FailureType.NO_COMMON_ALGORITHM, "algorithm", () -> ssh.prove(server, server.port()));
    } finally {
      LabFixture.onServer(
          lab,
          "rm -f /etc/ssh/sshd_config.d/test.conf; sed -i 's/^#Subsystem/Subsystem/' /etc/ssh/sshd_config; systemctl restart ssh");
    }
    ssh.prove(server, server.port());
  }

  /** Restarts it, because that waits until the configuration is in force; a reload does not. */
  private void configureSshd(String line) {
    LabFixture.onServer(
        lab, "echo '" + line + "' >/etc/ssh/sshd_config.d/test.conf; systemctl restart ssh");
  }

  private String newKey(String type) {
    return LabFixture.onServer(
            lab, "cd /root; rm -f k k.pub; ssh-keygen -q -N '' -t " + type + " -f k; cat k")
        + "\n";
  }

  private String connection() {
    return ssh.exec(server, command("echo $SSH_CONNECTION", "")).stdout();
  }

  private Server trusting(List<HostKey> keys) {
    return new Server(
        server.name(), server.address(), server.port(), server.user(), "k", keys, Map.of(), null);
  }

  private static Command command(String line, String stdin) {
    return new Command(line, stdin, false, SHORT, 8 << 20);
  }

  private static Command streamed(String line) {
    return new Command(line, "", false, Duration.ofSeconds(60), 0);
  }

  /** Takes nothing until it may go on. */
  private static final class Slow extends OutputStream {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    final AtomicLong taken = new AtomicLong();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      began.countDown();
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      taken.addAndGet(length);
    }
  }

  private static void assertFails(FailureType type, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> {
          assertThat(e.type()).as(e.getMessage()).isEqualTo(type);
          assertThat(e).hasMessageContaining(message);
        });
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
