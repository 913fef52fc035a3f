package dev.holdfast.api.files;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.quotas.Room;
import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import dev.holdfast.platform.organisation.Quota;
import dev.holdfast.platform.organisation.Quotas;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The platform's store of files, for clients; never more than a chunk of one is in memory. */
@RestController
@RequestMapping("/api/v1/files")
final class FilesController {
  private static final int BUFFER = 256 << 10;

  private final FileStore files;
  private final Quotas quotas;

  FilesController(FileStore files, Quotas quotas) {
    this.quotas = quotas;
    this.files = files;
  }

  /** A file that is stored. */
  record Stored(String sha256, long size) {}

  /** How much of an upload has arrived. */
  record Received(long offset) {}

  /**
   * Takes a file's bytes to their end. One that broke off goes on with the same {@code upload} from
   * the offset that {@link #received} tells.
   *
   * @param upload the client's own name for it, a UUID
   */
  @Requires(value = "files:write", on = Requires.On.ANY_SCOPE)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @PutMapping
  Stored put(
      @RequestParam UUID upload,
      @RequestParam(defaultValue = "0") long offset,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      HttpServletRequest request)
      throws IOException {
    Arrival arrival = arrival(caller, upload);
    long there = arrival.there();
    if (offset != 0 && offset != there) {
      throw ApiException.conflict(
          "wrong-offset", "The upload continues from " + there + " bytes, or from 0.");
    }
    long expected = request.getContentLengthLong();
    checkRoom(caller, arrival, Math.max(0, expected));
    long taken = 0;
    InputStream in = request.getInputStream();
    // Closed only where all has come: the half of a chunk that broke off is not stored.
    OutputStream out = arrival.from(offset);
    try {
      byte[] buffer = new byte[BUFFER];
      for (int n = next(in, buffer); n >= 0; n = next(in, buffer)) {
        out.write(buffer, 0, n);
        taken += n;
      }
      if (expected >= 0 && taken != expected) {
        throw brokenOff();
      }
    } catch (ApiException e) {
      out.flush();
      throw e;
    }
    out.close();
    // Of several that arrive at once, each had room alone.
    checkRoom(caller, arrival, 0);
    StoredFile file = files.complete(arrival, caller.name());
    return new Stored(file.sha256(), file.size());
  }

  private void checkRoom(Caller caller, Arrival arrival, long more) {
    try {
      Room.within(() -> {
        quotas.checkRoom(caller.organisation(), Quota.FILE_BYTES, more);
        return more;
      });
    } catch (ApiException e) {
      files.forget(arrival);
      throw e;
    }
  }

  private static int next(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw brokenOff();
    }
  }

  private static ApiException brokenOff() {
    return ApiException.conflict("broken-off", "The upload broke off; it can be gone on with.");
  }

  @Requires(value = "files:write", on = Requires.On.ANY_SCOPE)
  @GetMapping("/uploads/{upload}")
  Received received(@PathVariable UUID upload, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Received(arrival(caller, upload).there());
  }

  /** The bytes of a file from an offset on. */
  @Requires(value = "files:read", on = Requires.On.ANY_SCOPE)
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @RequestMapping(
      path = "/{sha256:[0-9a-f]{64}}",
      method = {RequestMethod.GET, RequestMethod.HEAD})
  void get(
      @PathVariable String sha256,
      @RequestParam(defaultValue = "0") long offset,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    StoredFile file =
        files
            .find(caller.organisation(), sha256, caller.name())
            .orElseThrow(() ->
                ApiException.notFound(
                    "no-such-file", "There is no such file of yours; a file is kept for a day."));
    if (offset < 0 || offset > file.size()) {
      throw ApiException.invalid("offset", "is not between 0 and " + file.size());
    }
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setContentLengthLong(file.size() - offset);
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    try (InputStream in = files.read(file, offset)) {
      in.transferTo(response.getOutputStream());
    }
  }

  private Arrival arrival(Caller caller, UUID upload) {
    return files.arrival(caller.organisation(), "upload/" + caller.name() + "/" + upload);
  }
}
