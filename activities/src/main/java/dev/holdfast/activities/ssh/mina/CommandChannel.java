package dev.holdfast.activities.ssh.mina;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.session.ConnectionService;

/** A channel that runs one command, and knows for certain whether the server was told to. */
final class CommandChannel extends ChannelExec {
  private static final Duration PATIENCE = Duration.ofDays(1);
  private static final int CHUNK = 32 << 10;
  private static final Map<String, Integer> SIGNALS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("ABRT", 6),
          Map.entry("FPE", 8),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15));

  private enum Start {
    PENDING,
    SENT,
    ABANDONED
  }

  private final AtomicReference<Start> start = new AtomicReference<>(Start.PENDING);

  CommandChannel(String line) {
    super(line, null, Map.of());
  }

  void register(ClientSession session) throws IOException {
    session.getService(ConnectionService.class).registerChannel(this);
  }

  /** Sees to it that the command is never sent; false if it may have been sent already. */
  boolean abandon() {
    return start.compareAndSet(Start.PENDING, Start.ABANDONED);
  }

  @Override
  protected void doOpen() throws IOException {
    if (start.compareAndSet(Start.PENDING, Start.SENT)) {
      super.doOpen();
    }
  }

  /**
   * Feeds the command on a virtual thread, beside the reading of its output: it may print before it
   * has read everything, or never read. Returns the feeding thread: interrupt it once the command
   * has ended.
   */
  Thread feed(InputStream from) {
    OutputStream stdin = getInvertedIn();
    return Thread.ofVirtual()
        .name("ssh-input")
        .start(() -> {
          try (stdin) {
            byte[] buffer = new byte[CHUNK];
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              write(stdin, buffer, n);
            }
          } catch (IOException e) {
            // The command ended without reading it all; its exit code tells what that means.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /**
   * Never writes more than the server takes now: what MINA holds back, it would send when the
   * channel is closed, and wait for room where nobody waits.
   */
  private void write(OutputStream stdin, byte[] bytes, int length)
      throws IOException, InterruptedException {
    RemoteWindow window = getRemoteWindow();
    for (int sent = 0; sent < length; ) {
      int room = (int) Math.min(length - sent, window.waitForSpace(PATIENCE));
      stdin.write(bytes, sent, room);
      stdin.flush();
      sent += room;
    }
  }

  /**
   * How the command ended, once the channel is closed; 128 + n if signal n ended it.
   *
   * @throws IOException if the server did not tell
   */
  int exitCode() throws IOException {
    Integer status = getExitStatus();
    if (status != null) {
      return status;
    }
    String signal = getExitSignal();
    if (signal != null) {
      return 128 + Objects.requireNonNullElse(SIGNALS.get(signal), 0);
    }
    throw new SshException("the session ended without an exit code");
  }
}
