package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.SftpWork;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.transfer.Via;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Moves bytes over SFTP. */
record SftpCarrier(Ssh ssh) implements Carrier {
  private static final int BUFFER = 128 << 10;
  private static final Duration LOOKING = Duration.ofSeconds(30);

  @Override
  public Via via() {
    return Via.SFTP;
  }

  @Override
  public boolean resumes() {
    return true;
  }

  @Override
  public boolean becomesRoot() {
    return false;
  }

  @Override
  public void send(Place to, long offset, long length, InputStream bytes) throws NotOffered {
    over(
        to,
        sftp -> {
          try (OutputStream out = sftp.rewrite(to.path(), offset)) {
            copy(bytes, out);
          }
          return true;
        });
  }

  @Override
  public void receive(Place from, long offset, OutputStream bytes) throws NotOffered {
    over(
        from,
        sftp -> {
          try (InputStream in = sftp.read(from.path(), offset)) {
            copy(in, bytes);
          }
          return true;
        });
  }

  private void over(Place place, SftpWork<Boolean> work) throws NotOffered {
    try {
      boolean _ = ssh.sftp(place.server(), work);
    } catch (SshException e) {
      if (e.type() == FailureType.NO_SFTP) {
        throw new NotOffered(String.valueOf(e.getMessage()));
      }
      throw withReason(place, e);
    }
  }

  /** SFTP has no status for a full disk: the server says "Failure", and why only df knows. */
  private SshException withReason(Place place, SshException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure.type() != FailureType.COMMAND_FAILED || !message.endsWith(": Failure")) {
      return failure;
    }
    String directory = place.path().substring(0, Math.max(1, place.path().lastIndexOf('/')));
    String free =
        ssh.exec(
                place.server(),
                new Command(
                    "df -Pk -- %s | awk 'NR == 2 { print $4 }'".formatted(Quoting.quote(directory)),
                    "",
                    false,
                    LOOKING,
                    BUFFER))
            .stdout()
            .strip();
    return free.matches("[0-9]{1,3}")
        ? new SshException(
            FailureType.COMMAND_FAILED,
            message.substring(0, message.length() - "Failure".length())
                + "no space in %s: %s KiB are free".formatted(directory, free),
            failure)
        : failure;
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
  }
}
