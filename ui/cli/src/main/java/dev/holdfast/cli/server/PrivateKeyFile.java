package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Reads a private key, and finds what is wrong with it before it is sent. */
final class PrivateKeyFile {
  private static final long MOST = 64 * 1024;
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

  private PrivateKeyFile() {}

  /**
   * @throws Failure if the file cannot be read, or holds no private key that works unattended
   */
  static String read(String name) {
    Path file = LocalFile.of(name);
    String text = text(file);
    if (text.matches("(?s)\\s*(ssh-|ecdsa-|sk-).*") || text.contains("PUBLIC KEY--")) {
      throw Failure.usage(
          "--key: " + file + " is the public key; Holdfast logs in with the private one",
          name.endsWith(".pub")
              ? "--key " + name.substring(0, name.length() - ".pub".length())
              : "give the file without .pub");
    }
    if (!text.contains("PRIVATE KEY-----")) {
      throw Failure.usage(
          "--key: " + file + " holds no private key",
          "ssh-keygen -t ed25519 -N '' -f FILE makes one");
    }
    if (encrypted(text)) {
      throw Failure.usage(
          "--key: "
              + file
              + " is locked by a passphrase, which nobody can type while Holdfast works",
          "make a key of its own for Holdfast: ssh-keygen -t ed25519 -N '' -f FILE");
    }
    return text;
  }

  private static String text(Path file) {
    if (!Files.exists(file)) {
      throw Failure.usage("--key: " + file + " does not exist", "give the file of the private key");
    }
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST) {
        throw Failure.usage(
            "--key: " + file + " is no key file", "give the file of the private key");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Failure.usage(
          "--key: " + file + " cannot be read by you", "run as its owner, or give another file");
    }
  }

  private static boolean encrypted(String text) {
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      return true;
    }
    if (!text.contains("BEGIN OPENSSH PRIVATE KEY")) {
      return false;
    }
    String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(body)).position(MAGIC.length);
      byte[] cipher = new byte[Math.clamp(bytes.getInt(), 0, 64)];
      bytes.get(cipher);
      return !new String(cipher, StandardCharsets.US_ASCII).equals("none");
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      throw Failure.usage(
          "--key: the key is damaged", "ssh-keygen -yf FILE tells whether it can be read");
    }
  }
}
