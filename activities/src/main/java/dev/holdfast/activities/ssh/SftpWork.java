package dev.holdfast.activities.ssh;

import java.io.IOException;

/** What is done over one SFTP channel. */
@FunctionalInterface
public interface SftpWork<T> {
  T run(Sftp sftp) throws IOException;
}
