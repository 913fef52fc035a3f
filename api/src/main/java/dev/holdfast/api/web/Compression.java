package dev.holdfast.api.web;

import java.util.Set;

/** Which answers are compressed, by gzip or brotli. */
public final class Compression {
  /** In bytes; below it a packet is a packet. */
  public static final int SHORTEST = 2048;

  /** What is compressed in itself gets no smaller. */
  public static final Set<String> TYPES =
      Set.of(
          "application/json",
          "application/problem+json",
          "application/javascript",
          "text/javascript",
          "text/html",
          "text/css",
          "text/plain",
          "text/csv",
          "image/svg+xml");

  private Compression() {}
}
