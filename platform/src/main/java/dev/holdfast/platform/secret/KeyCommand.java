package dev.holdfast.platform.secret;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A key that only a program can use, of a key management service for instance. It is called with
 * {@code wrap} or {@code unwrap} as its last argument and gets and gives the bytes in base64 on a
 * line; {@code HOLDFAST_KEK_CONTEXT} names the file, which the service may bind the result to.
 *
 * @param command for a shell
 */
record KeyCommand(String command) implements Aead {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public byte[] encrypt(byte[] plain, byte[] associatedData) throws GeneralSecurityException {
    return run("wrap", plain, associatedData);
  }

  @Override
  public byte[] decrypt(byte[] cipher, byte[] associatedData) throws GeneralSecurityException {
    return run("unwrap", cipher, associatedData);
  }

  private byte[] run(String verb, byte[] bytes, byte[] context) throws GeneralSecurityException {
    Path said = null;
    try {
      said = Files.createTempFile("holdfast-kek", ".log");
      ProcessBuilder program =
          new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", "holdfast", verb);
      program
          .environment()
          .put("HOLDFAST_KEK_CONTEXT", new String(context, StandardCharsets.UTF_8));
      program.redirectError(said.toFile());
      Process process = program.start();
      try (var in = process.getOutputStream()) {
        in.write(Base64.getEncoder().encode(bytes));
        in.write('\n');
      } catch (IOException e) {
        // It has not read all: its exit code tells.
      }
      String answer = answer(process);
      if (process.exitValue() != 0) {
        throw new GeneralSecurityException(
            "%s: %s ended with %d: %s"
                .formatted(
                    KeyEncryption.COMMAND,
                    verb,
                    process.exitValue(),
                    Files.readString(said).lines().findFirst().orElse("it said nothing")));
      }
      return Base64.getDecoder().decode(answer);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(
          KeyEncryption.COMMAND + ": what " + verb + " printed is not base64", e);
    } catch (IOException e) {
      throw new GeneralSecurityException(KeyEncryption.COMMAND + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GeneralSecurityException(KeyEncryption.COMMAND + ": interrupted", e);
    } finally {
      delete(said);
    }
  }

  private static String answer(Process process)
      throws IOException, InterruptedException, GeneralSecurityException {
    // One that hangs is ended, and with it its output.
    Thread end =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                  process.descendants().forEach(ProcessHandle::destroyForcibly);
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    process.waitFor();
    end.join();
    return answer;
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // A few lines that are nobody's secret.
    }
  }
}
