package dev.holdfast.cli.ssh;

import java.util.List;
import java.util.Optional;

/** Keys that can be signed with, though nobody here has them. Thread-safe. */
interface Signer {

  List<PublicKey> keys();

  /**
   * The signature for an SSH agent's answer, or nothing if it is refused.
   *
   * @param key the blob of the public key to sign with
   * @param flags those of the agent protocol
   */
  Optional<byte[]> sign(byte[] key, byte[] data, int flags);
}
