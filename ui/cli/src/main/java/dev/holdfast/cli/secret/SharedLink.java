package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.operation.Phrases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks for a link that shows a secret once, and shows it. */
record SharedLink(ApiClient api, Output output, Terminal terminal) {

  /**
   * @param png a file to make; null for none
   * @param code whether a terminal is shown the QR code
   */
  int make(String name, Duration expires, @Nullable Path png, boolean code) {
    if (png != null && Files.exists(png)) {
      throw Failure.usage("--png: " + png + " is there already", "name a file that is not there");
    }
    JsonNode link =
        api.post(
            "/secrets/" + Pages.encode(name) + "/share",
            Json.object().put("seconds", expires.toSeconds()));
    String url = Json.text(link, "url");
    if (png != null) {
      write(png, new QrPicture(url).png());
    }
    if (output.json()) {
      output.document(link);
      return ExitCode.DONE.code();
    }
    if (code && terminal.output()) {
      new QrPicture(url).lines(terminal.colours()).lines().forEach(output::line);
    }
    output.line(url);
    output.message(
        "It shows %s, version %s, once, until %s."
            .formatted(
                name,
                Json.text(link, "version"),
                Phrases.time(Json.text(link, "expiresAt"), ZoneId.systemDefault())));
    return ExitCode.DONE.code();
  }

  /** The picture opens the secret for everybody who can read it. */
  private static void write(Path file, byte[] png) {
    try (var out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      var bytes = ByteBuffer.wrap(png);
      while (bytes.hasRemaining()) {
        int _ = out.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw Failure.usage("--png: " + file + " is there already", "name a file that is not there");
    } catch (IOException e) {
      throw Failure.usage("--png: " + file + " cannot be written", "check its directory");
    }
  }
}
