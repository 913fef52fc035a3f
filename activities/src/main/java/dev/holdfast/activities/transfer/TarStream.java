package dev.holdfast.activities.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Small files in one stream: a ustar archive that is made while it is read. */
final class TarStream implements Content {
  private static final int BLOCK = 512;
  private static final int RECORD = 20 * BLOCK;

  private final List<Member> members = new ArrayList<>();
  private long size = 2L * BLOCK;

  /** Opens the bytes of a member when it is their turn. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private record Member(String name, int mode, long modifiedAt, long size, Opener bytes) {}

  /**
   * Adds a file.
   *
   * @param name at most 100 safe characters
   * @param modifiedAt seconds since 1970; beyond what fits, 0
   * @param length less than 8 GiB
   */
  void add(String name, int mode, long modifiedAt, long length, Opener bytes) {
    members.add(new Member(name, mode, modifiedAt, length, bytes));
    size += BLOCK + (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Whole records, as tar reads them. */
  @Override
  public long size() {
    return (size + RECORD - 1) / RECORD * RECORD;
  }

  @Override
  public String sha256() {
    return Digests.of(this, size());
  }

  @Override
  public InputStream open(long offset) throws IOException {
    byte[] end = new byte[(int) (size() - size) + 2 * BLOCK];
    Iterator<InputStream> parts =
        Stream.concat(
                members.stream().flatMap(TarStream::parts),
                Stream.of((InputStream) new ByteArrayInputStream(end)))
            .iterator();
    InputStream all = new SequenceInputStream(enumeration(parts));
    all.skipNBytes(offset);
    return all;
  }

  /** One after the other, each opened in its turn. */
  @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing else
  private static Enumeration<InputStream> enumeration(Iterator<InputStream> parts) {
    return new Enumeration<>() {
      @Override
      public boolean hasMoreElements() {
        return parts.hasNext();
      }

      @Override
      public InputStream nextElement() {
        return parts.next();
      }
    };
  }

  private static Stream<InputStream> parts(Member member) {
    byte[] padding = new byte[(int) ((BLOCK - member.size() % BLOCK) % BLOCK)];
    return Stream.<Supplier<InputStream>>of(
            () -> new ByteArrayInputStream(header(member)),
            () -> opened(member),
            () -> new ByteArrayInputStream(padding))
        .map(Supplier::get);
  }

  private static InputStream opened(Member member) {
    try {
      return member.bytes().open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] header(Member member) {
    byte[] header = new byte[BLOCK];
    long time = member.modifiedAt() >> 33 == 0 ? member.modifiedAt() : 0;
    put(header, 0, member.name());
    put(header, 100, "%07o".formatted(member.mode()));
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(member.size()));
    put(header, 136, "%011o".formatted(time));
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
