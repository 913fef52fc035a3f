package dev.holdfast.api.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes keys with OpenSSH's own ssh-keygen, and asks it about them. */
public final class SshKeygen {
  private SshKeygen() {}

  /**
   * Makes a private key without a passphrase.
   *
   * @param format RFC4716 for OpenSSH's own, PEM or PKCS8
   */
  public static Path generate(Path file, String kind, int bits, String format) {
    return generate(file, kind, bits, format, "");
  }

  /** Makes a private key that this passphrase protects. */
  public static Path generate(Path file, String kind, int bits, String format, String passphrase) {
    String length = Integer.toString(bits);
    run("-q", "-t", kind, "-b", length, "-m", format, "-N", passphrase, "-f", path(file));
    return file;
  }

  /** Signs a public key with another key; the certificate as {@code TYPE BASE64}. */
  public static String certificate(Path authority, Path publicKey, String... options) {
    List<String> command = new ArrayList<>(List.of("-q", "-s", path(authority), "-I", "test"));
    command.addAll(List.of(options));
    command.add(path(publicKey));
    run(command.toArray(new String[0]));
    String file = publicKey.toString().replace(".pub", "-cert.pub");
    try {
      String[] words = Files.readString(Path.of(file)).strip().split(" ", 3);
      return words[0] + " " + words[1];
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] text(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  /** The public key as {@code TYPE BASE64}. */
  public static String publicKey(Path file) {
    String[] words = run("-y", "-f", path(file)).strip().split(" ", 3);
    return words[0] + " " + words[1];
  }

  /** The public key of an RSA or ECDSA key, as X.509 has it. */
  public static byte[] subjectPublicKeyInfo(Path file) {
    String pem = run("-e", "-m", "PKCS8", "-f", path(file));
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  private static String path(Path file) {
    return file.toString();
  }

  private static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
