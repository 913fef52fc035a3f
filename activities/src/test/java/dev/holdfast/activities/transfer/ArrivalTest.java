package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ArrivalTest {
  private static final int CHUNK = 1 << 20;

  @Test
  void shouldTakeNoMoreFromASlowDeliveryOnceAnotherHasBegun() throws IOException {
    Bytes content = Bytes.random(3 * CHUNK + 5);
    try (TestDatabase database = new TestDatabase()) {
      FileStore files = new FileStore(database.jdbi(), database.atRest());
      Arrival slow = files.arrival("default", "it");
      OutputStream slowly = slow.from(0);
      slowly.write(content.bytes(), 0, 2 * CHUNK + 7);
      slowly.flush();

      Arrival arrival = files.arrival("default", "it");
      assertThat(arrival.there()).isEqualTo(2 * CHUNK);
      try (OutputStream rest = arrival.from(CHUNK)) {
        rest.write(Arrays.copyOfRange(content.bytes(), CHUNK, content.bytes().length));
      }
      // Half a chunk, which must not take the place of a whole one.
      assertThatThrownBy(slowly::close).isInstanceOf(IOException.class);
      // Nor may anything come behind a half one.
      assertThatThrownBy(() -> slowly.write(1)).hasMessageContaining("given up");

      assertThat(files.complete(arrival, "ada").sha256()).isEqualTo(content.sha256());
      assertThatThrownBy(() -> arrival.from(0)).hasMessageContaining("another delivery");
      StoredFile whole = files.find("default", content.sha256(), "ada").orElseThrow();
      assertThat(files.read(whole, 0).readAllBytes()).isEqualTo(content.bytes());
    }
  }
}
