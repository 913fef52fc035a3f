package dev.holdfast.activities.transfer;

import dev.holdfast.schemas.transfer.Via;
import java.io.InputStream;
import java.io.OutputStream;

/** Moves the bytes of one file over a channel; what arrives is verified by somebody else. */
interface Carrier {

  Via via();

  /** Whether it can begin elsewhere than at the beginning. */
  boolean resumes();

  /** Whether it can move bytes as root where the login user is another. */
  boolean becomesRoot();

  /**
   * Writes bytes into a file that is there already.
   *
   * @param offset where they go; 0 unless it {@link #resumes}
   * @param length how many they are
   */
  void send(Place to, long offset, long length, InputStream bytes) throws NotOffered;

  /**
   * Reads the bytes of a file from an offset on, to its end.
   *
   * @param offset 0 unless it {@link #resumes}
   */
  void receive(Place from, long offset, OutputStream bytes) throws NotOffered;
}
