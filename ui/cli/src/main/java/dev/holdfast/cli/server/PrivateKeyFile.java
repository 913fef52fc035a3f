package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A private key, read from a file; what is wrong with it is found before it is sent.
 *
 * @param locked whether it needs a passphrase
 */
record PrivateKeyFile(String text, boolean locked) {
  private static final long MOST = 64 * 1024;
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

  /**
   * @param option what named the file, such as {@code --key}
   * @throws Failure if the file cannot be read, or holds no private key
   */
  static PrivateKeyFile read(String option, String name) {
    Path file = LocalFile.of(name);
    String text = text(option, file);
    if (text.matches("(?s)\\s*(ssh-|ecdsa-|sk-).*") || text.contains("PUBLIC KEY--")) {
      throw Failure.usage(
          option + ": " + file + " is the public key; Holdfast logs in with the private one",
          name.endsWith(".pub")
              ? option + " " + name.substring(0, name.length() - ".pub".length())
              : "give the file without .pub");
    }
    if (!text.contains("PRIVATE KEY-----")) {
      throw Failure.usage(
          option + ": " + file + " holds no private key",
          "ssh-keygen -t ed25519 -N '' -f FILE makes one");
    }
    return new PrivateKeyFile(text, encrypted(option, text));
  }

  private static String text(String option, Path file) {
    if (!Files.exists(file)) {
      throw Failure.usage(
          option + ": " + file + " does not exist", "give the file of the private key");
    }
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST) {
        throw Failure.usage(
            option + ": " + file + " is not a key file", "give the file of the private key");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Failure.usage(
          option + ": " + file + " cannot be read by you",
          "run as its owner, or give another file");
    }
  }

  private static boolean encrypted(String option, String text) {
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
          option + ": the key is damaged", "ssh-keygen -yf FILE shows whether it can be read");
    }
  }
}
