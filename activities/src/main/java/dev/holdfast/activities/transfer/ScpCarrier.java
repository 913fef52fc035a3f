package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.transfer.Via;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;

/** Moves bytes by the protocol of scp, with the {@code scp} program on the server. */
record ScpCarrier(Ssh ssh) implements Carrier {
  private static final int NOT_FOUND = 127;

  /**
   * The program makes a file anew that has gone with its operation, where nobody would remove it:
   * what is there in the end must be what was there at the beginning. One line: the shell that one
   * logs in with may be csh, which ends a quotation with its line.
   */
  private static final String SEND =
      """
      gone() { echo "$p is gone" >&2; exit 1; }; \
      test -f "$p" && { printf '\\nMARK\\n'; scp -t -- "$p" 9<&-; code=$?; \
      test "$p" -ef /proc/self/fd/9 || { rm -f -- "$p"; gone; }; exit $code; } 9<"$p"; \
      gone\
      """;

  private static final String LOOK_FOR_IT = "command -v scp >/dev/null || exit 127; ";

  @Override
  public Via via() {
    return Via.SCP;
  }

  @Override
  public boolean resumes() {
    return false;
  }

  @Override
  public boolean becomesRoot() {
    return false;
  }

  @Override
  public void send(Place to, long offset, long length, InputStream bytes) throws NotOffered {
    String mark = Marked.mark();
    ScpSource source = new ScpSource(length, bytes);
    run(to, SEND.replace("MARK", mark), source.input(), new Marked(mark, source.answers()));
    source.check(to);
  }

  @Override
  public void receive(Place from, long offset, OutputStream bytes) throws NotOffered {
    String mark = Marked.mark();
    ScpSink sink = new ScpSink(bytes);
    run(
        from,
        "printf '\\n%s\\n'; exec scp -f -- \"$p\"".formatted(mark),
        sink.answers(),
        new Marked(mark, sink));
    sink.check(from);
  }

  private void run(Place place, String script, InputStream in, OutputStream out) throws NotOffered {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Moving moving = new Moving(ssh, place, LOOK_FOR_IT + script);
    int exitCode = moving.run(new SequenceInputStream(StreamCarrier.path(place), in), out, said);
    if (exitCode == NOT_FOUND) {
      throw new NotOffered(place.server().name() + " has no scp program");
    }
    if (exitCode != 0) {
      throw moving.failed(exitCode, said);
    }
  }
}
