package dev.holdfast.api.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Holds an answer back until it is whole, if it is of a type that gets smaller; one that grows too
 * long, or is written piece by piece, goes on as it is.
 */
final class HeldResponse extends HttpServletResponseWrapper {
  private static final String LENGTH = "Content-Length";
  private static final int LONGEST = 1 << 20;

  private final HttpServletRequest request;
  private final Set<String> types;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final ServletOutputStream stream = new Stream();
  private @Nullable PrintWriter writer;

  /** What somebody has said; negative for nothing. */
  private long length = -1;

  private boolean begun;

  /** Nothing is held any more. */
  private boolean passes;

  /**
   * @param types that get smaller
   */
  HeldResponse(HttpServletRequest request, HttpServletResponse response, Set<String> types) {
    super(response);
    this.request = request;
    this.types = types;
  }

  /** What is held once nobody writes any more; null if the answer went on as it is. */
  byte @Nullable [] whole() {
    if (writer != null) {
      writer.flush();
    }
    return passes || !begun ? null : held.toByteArray();
  }

  /** Lets go what was held, and whatever follows. */
  void pass() throws IOException {
    if (passes) {
      return;
    }
    passes = true;
    if (length >= 0) {
      super.setContentLengthLong(length);
    }
    if (held.size() > 0) {
      held.writeTo(super.getOutputStream());
      held.reset();
    }
  }

  private void write(byte[] bytes, int offset, int count) throws IOException {
    if (!passes) {
      boolean holds = begun || getsSmaller();
      begun = true;
      if (!holds || held.size() + (long) count > LONGEST) {
        pass();
      }
    }
    if (passes) {
      super.getOutputStream().write(bytes, offset, count);
    } else {
      held.write(bytes, offset, count);
    }
  }

  private boolean getsSmaller() {
    int status = getStatus();
    return !request.isAsyncStarted()
        && status / 100 != 1
        && status != SC_NO_CONTENT
        && status != SC_PARTIAL_CONTENT
        && status != SC_NOT_MODIFIED
        && getHeader("Content-Encoding") == null
        // It would have to be another one.
        && getHeader("ETag") == null
        && isOfOurs(getContentType());
  }

  private boolean isOfOurs(@Nullable String type) {
    if (type == null) {
      return false;
    }
    MediaType media = MediaType.parseMediaType(type);
    return types.contains(media.getType() + "/" + media.getSubtype());
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter open = writer;
    if (open == null) {
      open =
          new PrintWriter(new OutputStreamWriter(stream, Charset.forName(getCharacterEncoding())));
      writer = open;
    }
    return open;
  }

  /** Not while it is held: those who write JSON flush at its end. */
  @Override
  public void flushBuffer() throws IOException {
    if (writer != null) {
      writer.flush();
    }
    if (passes) {
      super.flushBuffer();
    }
  }

  @Override
  public void setContentLength(int bytes) {
    setContentLengthLong(bytes);
  }

  @Override
  public void setContentLengthLong(long bytes) {
    length = bytes;
    if (passes) {
      super.setContentLengthLong(bytes);
    }
  }

  @Override
  public void setHeader(String name, String value) {
    if (name.equalsIgnoreCase(LENGTH) && value != null) {
      setContentLengthLong(Long.parseLong(value));
    } else {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if (name.equalsIgnoreCase(LENGTH)) {
      setContentLengthLong(Long.parseLong(value));
    } else {
      super.addHeader(name, value);
    }
  }

  @Override
  public void reset() {
    super.reset();
    forget();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    forget();
  }

  private void forget() {
    held.reset();
    length = -1;
    begun = false;
  }

  @Override
  public void sendError(int status) throws IOException {
    forget();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    forget();
    super.sendError(status, message);
  }

  private final class Stream extends ServletOutputStream {
    @Override
    public void write(int one) throws IOException {
      HeldResponse.this.write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      HeldResponse.this.write(bytes, offset, count);
    }

    @Override
    public void flush() throws IOException {
      if (passes) {
        HeldResponse.super.getOutputStream().flush();
      }
    }

    @Override
    public boolean isReady() {
      return true;
    }

    /** Whoever writes without waiting writes to the connection. */
    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("nobody here writes without waiting");
    }
  }
}
