package dev.holdfast.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.platform.file.Arrival;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.schemas.change.FileResource;
import dev.holdfast.schemas.step.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StoredContentsTest {
  private static TestDatabase database;

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @Test
  void shouldBeTheContentOfTheFileAsItIsStored() {
    byte[] content = {0, 1, (byte) 0xff, '\n'};

    FileResource desired = desired(stored("default", content));

    assertThat(desired.content()).isEqualTo(content);
    assertThat(desired.stored()).isNull();
    assertThat(desired.mode()).isEqualTo("640");
  }

  @Test
  void shouldSayThatAFileIsNoLongerStored() {
    assertThatThrownBy(() -> desired("0".repeat(64)))
        .hasMessageContaining("files: /etc/logo.png: the file 000")
        .hasMessageContaining("is no longer stored; bring it again");
  }

  @Test
  void shouldNotFindTheFileOfAnotherOrganisation() {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute("insert into organisations (id, name) values ('other', 'other')"));
    String sha256 = stored("other", new byte[] {7});

    assertThatThrownBy(() -> desired(sha256)).hasMessageContaining("is no longer stored");
  }

  @Test
  void shouldRefuseWhatCouldNotBeUndone() {
    String sha256 = stored("default", new byte[(256 << 10) + 1]);

    assertThatThrownBy(() -> desired(sha256)).hasMessageContaining("more than 256 KiB; use copy");
  }

  private static FileResource desired(String sha256) {
    FileResource file = FileResource.stored("/etc/logo.png", sha256, null, null, "0640");
    return (FileResource)
        database.hiddenFiles().desired(new Step("op-1", "web-1", "plan", 1, 1, ""), file);
  }

  private static String stored(String organisation, byte[] content) {
    FileStore store = new FileStore(database.jdbi(), database.atRest());
    Arrival arrival = store.arrival(organisation, "arrival-" + content.length);
    try (OutputStream to = arrival.from(0)) {
      to.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return store.complete(arrival, "admin").sha256();
  }
}
