package dev.holdfast.cli.secret;

import io.nayuki.qrcodegen.QrCode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A text as a QR code, to be shown on a terminal or kept as a PNG. */
final class QrPicture {
  /** Modules around the code that have to be light. */
  private static final int QUIET = 4;

  /** Pixels of a module. */
  private static final int SCALE = 8;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte ONE_BIT = 1;
  private static final byte GREY = 0;

  private final QrCode code;
  private final int size;

  QrPicture(String text) {
    this.code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    this.size = code.size + 2 * QUIET;
  }

  /**
   * Lines of blocks, two modules high.
   *
   * @param colours whether the terminal has some: then it is dark on light whatever its own are
   */
  String lines(boolean colours) {
    var text = new StringBuilder();
    for (int y = 0; y < size; y += 2) {
      text.append(colours ? "\u001b[97;40m" : "");
      for (int x = 0; x < size; x++) {
        boolean upper = light(x, y);
        boolean lower = y + 1 < size && light(x, y + 1);
        text.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
      }
      text.append(colours ? "\u001b[0m\n" : "\n");
    }
    return text.toString();
  }

  private boolean light(int x, int y) {
    return !code.getModule(x - QUIET, y - QUIET);
  }

  /** A picture in black and white. */
  byte[] png() {
    int pixels = size * SCALE;
    var file = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(file)) {
      out.write(SIGNATURE);
      var header = new ByteArrayOutputStream();
      var fields = new DataOutputStream(header);
      fields.writeInt(pixels);
      fields.writeInt(pixels);
      fields.write(new byte[] {ONE_BIT, GREY, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", compressed(pixels));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** Rows of bits, each after the number of its filter, which is none. */
  private byte[] compressed(int pixels) throws IOException {
    var data = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(data, new Deflater(Deflater.BEST_COMPRESSION))) {
      for (int y = 0; y < pixels; y++) {
        byte[] row = new byte[1 + pixels / Byte.SIZE];
        for (int x = 0; x < pixels; x++) {
          if (light(x / SCALE, y / SCALE)) {
            row[1 + x / Byte.SIZE] |= (byte) (0x80 >> (x % Byte.SIZE));
          }
        }
        out.write(row);
      }
    }
    return data.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }
}
