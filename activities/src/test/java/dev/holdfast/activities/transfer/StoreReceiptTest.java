package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StoreReceiptTest {
  private static final int MIB = 1 << 20;

  private static TestDatabase database;
  private static FileStore files;

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
    files = new FileStore(database.jdbi(), database.atRest());
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @Test
  void shouldKeepWhatIsWrittenUnderItsHash() throws Exception {
    byte[] bytes = random(1, 9 * MIB + 4711);
    StoreReceipt receipt = receipt("whole");
    try (OutputStream out = receipt.from(0)) {
      write(out, bytes, 0, bytes.length);
    }

    assertThat(receipt.complete()).isEqualTo(sha256(bytes));
    assertThat(stored(bytes, 0)).isEqualTo(bytes);
    int offset = 3 * MIB + 17;
    assertThat(stored(bytes, offset)).isEqualTo(Arrays.copyOfRange(bytes, offset, bytes.length));
  }

  @Test
  void shouldKeepAnEmptyFile() throws Exception {
    StoreReceipt receipt = receipt("empty");
    receipt.from(0).close();

    assertThat(receipt.complete()).isEqualTo(sha256(new byte[0]));
  }

  @Test
  void shouldGoOnAfterTheWholeChunksOfAnEarlierDelivery() throws Exception {
    byte[] bytes = random(2, 7 * MIB + 1);
    OutputStream broken = receipt("resumed").from(0);
    write(broken, bytes, 0, 2 * MIB + 99);
    broken.flush();

    StoreReceipt receipt = receipt("resumed");
    assertThat(receipt.there()).isEqualTo(2 * MIB);
    assertThat(receipt.sha256OfThere()).isEqualTo(sha256(Arrays.copyOf(bytes, 2 * MIB)));
    try (OutputStream out = receipt.from(2 * MIB)) {
      write(out, bytes, 2 * MIB, bytes.length - 2 * MIB);
    }

    assertThat(receipt.complete()).isEqualTo(sha256(bytes));
    assertThat(stored(bytes, 0)).isEqualTo(bytes);
  }

  @Test
  void shouldGoOnInTheMidstOfAChunkWhereTheLineBroke() throws Exception {
    byte[] bytes = random(5, 2 * MIB + 1);
    int at = 0;
    for (int next : new int[] {1_000, MIB - 1, MIB + 10, MIB + 20}) {
      StoreReceipt receipt = receipt("broken-line");
      assertThat(receipt.there()).isEqualTo(at);
      assertThat(receipt.sha256OfThere()).isEqualTo(sha256(Arrays.copyOf(bytes, at)));
      try (OutputStream out = receipt.from(at)) {
        write(out, bytes, at, next - at);
      }
      at = next;
    }
    // Whoever takes over and dies before anything more has come loses nothing.
    var _ = receipt("broken-line").from(at);
    StoreReceipt receipt = receipt("broken-line");
    assertThat(receipt.there()).isEqualTo(at);
    try (OutputStream out = receipt.from(at)) {
      write(out, bytes, at, bytes.length - at);
    }

    assertThat(receipt.complete()).isEqualTo(sha256(bytes));
    assertThat(stored(bytes, 0)).isEqualTo(bytes);
  }

  @Test
  void shouldRefuseWhoStillWritesWhenAnotherHasTakenOver() throws Exception {
    byte[] late = random(3, 5 * MIB);
    byte[] bytes = random(4, 5 * MIB);
    StoreReceipt slow = receipt("taken over");
    OutputStream overtaken = slow.from(0);
    write(overtaken, late, 0, MIB);
    overtaken.flush();
    StoreReceipt receipt = receipt("taken over");
    OutputStream out = receipt.from(0);

    assertThatThrownBy(
            () -> {
              write(overtaken, late, MIB, late.length - MIB);
              overtaken.close();
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("brought by another delivery");
    write(out, bytes, 0, bytes.length);
    out.close();

    assertThat(receipt.complete()).isEqualTo(sha256(bytes));
    assertThat(stored(bytes, 0)).isEqualTo(bytes);
    assertThat(files.find("default", sha256(late))).isEmpty();
  }

  @Test
  void shouldKeepEqualFilesOnce() throws Exception {
    byte[] bytes = random(5, MIB + 5);
    String hash = "";
    for (String name : new String[] {"first", "second"}) {
      StoreReceipt receipt = receipt(name);
      try (OutputStream out = receipt.from(0)) {
        write(out, bytes, 0, bytes.length);
      }
      hash = receipt.complete();
    }

    assertThat(hash).isEqualTo(sha256(bytes));
    assertThat(stored(bytes, 0)).isEqualTo(bytes);
  }

  private static StoreReceipt receipt(String name) {
    return new StoreReceipt(files, files.arrival("default", name), "test");
  }

  /** In pieces that fit no chunk. */
  private static void write(OutputStream out, byte[] bytes, int offset, int length)
      throws IOException {
    for (int at = offset; at < offset + length; at += 30_000) {
      out.write(bytes, at, Math.min(30_000, offset + length - at));
    }
  }

  private static byte[] stored(byte[] bytes, long offset) throws Exception {
    StoredFile file = files.find("default", sha256(bytes), "test").orElseThrow();
    try (InputStream in = files.read(file, offset)) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
