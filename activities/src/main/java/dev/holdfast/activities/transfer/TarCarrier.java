package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.transfer.Via;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;

/** Unpacks an archive in a directory. */
record TarCarrier(Ssh ssh) implements Carrier {

  @Override
  public Via via() {
    return Via.STREAM;
  }

  @Override
  public boolean resumes() {
    return false;
  }

  @Override
  public boolean becomesRoot() {
    return true;
  }

  @Override
  public void send(Place to, long offset, long length, InputStream bytes) {
    // By count: with a pty of sudo's there is no end.
    String tar =
        "umask 077; cd \"$p\" && dd bs=1M count=%d iflag=fullblock,count_bytes status=none"
                .formatted(length)
            + " | tar -x -p --no-same-owner -f -";
    new Moving(ssh, to, tar)
        .run(
            new SequenceInputStream(StreamCarrier.path(to), bytes),
            OutputStream.nullOutputStream());
  }

  @Override
  public void receive(Place from, long offset, OutputStream bytes) throws NotOffered {
    throw new UnsupportedOperationException("an archive is only sent");
  }
}
