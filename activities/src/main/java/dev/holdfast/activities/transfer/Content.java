package dev.holdfast.activities.transfer;

import java.io.IOException;
import java.io.InputStream;

/** A file to be sent; it never changes. */
public interface Content {

  /** In bytes. */
  long size();

  /** Of the whole, in hexadecimal. */
  String sha256();

  /** Its bytes from an offset on. */
  InputStream open(long offset) throws IOException;
}
