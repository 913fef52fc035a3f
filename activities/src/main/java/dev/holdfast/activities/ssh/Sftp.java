package dev.holdfast.activities.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Files on a server as the login user sees them, over one SFTP channel. For one thread; every
 * failure, also of a stream, is an {@link SshException}, of type COMMAND_FAILED with the path where
 * the server refuses.
 */
public interface Sftp {

  /** What is at the path; links are not followed; empty where there is nothing. */
  Optional<RemoteFile> stat(String path);

  /** What is in the directory, without {@code .} and {@code ..}, in no order. */
  List<RemoteFile> list(String directory);

  /** The content from {@code offset} on, pipelined; to be closed before anything else is asked. */
  InputStream read(String path, long offset);

  /**
   * Writes from {@code offset} on, pipelined: what is before it stays, what is behind it goes. A
   * file that is not there is made with mode 0600. Closing it returns when the server has
   * acknowledged every byte.
   */
  OutputStream write(String path, long offset);

  /** The same, but a file that is not there is a failure. */
  OutputStream rewrite(String path, long offset);

  /** Makes one directory; its parent must be there. */
  void makeDirectory(String path, int mode);

  /** Replaces {@code to} atomically ({@code posix-rename@openssh.com}). */
  void rename(String from, String to);

  void setMode(String path, int mode);

  /** Removes a file or link; nothing happens where there is none. */
  void remove(String path);

  /**
   * One thing in the file system. {@code mode} has the nine permission bits and the three above.
   */
  record RemoteFile(String path, Kind kind, long size, int mode, long modifiedAtSeconds) {}

  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }
}
