package dev.holdfast.activities.ssh;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Where a streamed command reads from and writes to; the caller closes them.
 *
 * <p>Each output is written by one thread of the adapter, which waits for it: a slow reader slows
 * the command down and fills no memory. A write that throws ends the command's channel.
 *
 * @param stdin read by one thread of the adapter until its end, then the command's input ends too;
 *     where it blocks, the command's input stays open
 */
public record Streams(InputStream stdin, OutputStream stdout, OutputStream stderr) {

  /** Streams of a command that reads nothing. */
  public static Streams of(OutputStream stdout, OutputStream stderr) {
    return new Streams(InputStream.nullInputStream(), stdout, stderr);
  }
}
