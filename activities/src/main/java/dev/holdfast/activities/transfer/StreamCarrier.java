package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.LastWord;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.transfer.Via;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** Moves bytes through the standard input and output of {@code dd}. */
record StreamCarrier(Ssh ssh) implements Carrier {

  @Override
  public Via via() {
    return Via.STREAM;
  }

  @Override
  public boolean resumes() {
    return true;
  }

  @Override
  public boolean becomesRoot() {
    return true;
  }

  @Override
  public void send(Place to, long offset, long length, InputStream bytes) {
    // A file that has gone with its operation is not made anew, where nobody would remove it.
    // By count and not to the end: with a pty of sudo's there is no end.
    String dd =
        "dd of=\"$p\" bs=64K count=%d seek=%d conv=notrunc,nocreat iflag=fullblock,count_bytes oflag=seek_bytes status=none"
            .formatted(length, offset);
    new Moving(ssh, to, dd)
        .run(new SequenceInputStream(path(to), bytes), OutputStream.nullOutputStream());
  }

  @Override
  public void receive(Place from, long offset, OutputStream bytes) {
    String mark = Marked.mark();
    LastWord last = LastWord.of(from.server(), from.root());
    String dd =
        "printf '\\n%s\\n'; dd if=\"$p\" bs=1M skip=%d iflag=skip_bytes,fullblock status=none || exit; "
            .formatted(mark, offset);
    new Moving(ssh, from, dd + last.sh(0)).run(last, path(from), new Marked(mark, bytes));
  }

  /** The path travels as data, never on a command line. */
  static ByteArrayInputStream path(Place place) {
    return new ByteArrayInputStream((place.path() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
