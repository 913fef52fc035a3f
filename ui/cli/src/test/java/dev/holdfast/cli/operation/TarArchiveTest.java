package dev.holdfast.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarArchiveTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes, "UTF-8");

  @TempDir private Path top;
  private Path into = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    into = Files.createDirectory(top.resolve("into"));
    archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  @Test
  void shouldUnpackWhatADirectoryHolds() throws IOException {
    directory("./", 0755);
    directory("./closed/", 0500);
    file("./closed/größe", "hello", 04640);
    file("./" + "long/".repeat(60) + "name", "deep", 0600);
    link("./first", "closed/größe");
    hardLink("./same", "./closed/größe");
    entry(new TarArchiveEntry("./null", TarConstants.LF_CHR));

    List<String> leftOut = unpack();

    assertThat(leftOut).containsExactly("./null");
    assertThat(into.resolve("closed/größe")).hasContent("hello");
    assertThat(into.resolve("same")).hasContent("hello");
    assertThat(into.resolve("long/".repeat(60) + "name")).hasContent("deep");
    assertThat(Files.readSymbolicLink(into.resolve("first"))).hasToString("closed/größe");
    assertThat(mode("closed/größe")).isEqualTo("rw-r-----");
    assertThat(mode("closed")).isEqualTo("r-x------");
    assertThat(Files.getAttribute(into.resolve("closed/größe"), "unix:mode")).isEqualTo(0100640);
    assertThat(Files.getLastModifiedTime(into.resolve("same")).toMillis())
        .isEqualTo(1_000_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "./a/../../out", "/tmp/holdfast-out", "a/../../into-2"})
  void shouldWriteNothingOutside(String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(4);
    archive.putArchiveEntry(entry);
    archive.write("evil".getBytes(StandardCharsets.UTF_8));
    archive.closeArchiveEntry();

    assertThatThrownBy(this::unpack).hasMessageContaining("outside the directory");
    assertThat(top).isDirectoryNotContaining(other -> !other.equals(into));
    assertThat(Path.of("/tmp/holdfast-out")).doesNotExist();
  }

  @Test
  void shouldWriteThroughNoLinkOfTheArchive() throws IOException {
    Path outside = Files.createDirectory(top.resolve("outside"));
    link("way", outside.toString());
    file("way/in", "evil", 0644);

    assertThatThrownBy(this::unpack).isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void shouldMakeNoLinkThroughALink() throws IOException {
    Path outside = Files.createDirectory(top.resolve("outside"));
    link("way", outside.toString());
    link("way/in", "/etc/passwd");

    assertThatThrownBy(this::unpack).isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void shouldCopyNothingFromOutside() throws IOException {
    Files.writeString(top.resolve("mine"), "secret");
    hardLink("stolen", "../mine");
    assertThatThrownBy(this::unpack).hasMessageContaining("outside the directory");
    assertThat(into.resolve("stolen")).doesNotExist();
  }

  private List<String> unpack() throws IOException {
    archive.finish();
    return TarArchive.unpack(new ByteArrayInputStream(bytes.toByteArray()), into);
  }

  private void directory(String name, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry(entry);
  }

  private void file(String name, String content, int mode) throws IOException {
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(text.length);
    entry.setModTime(1_000_000_000_000L);
    archive.putArchiveEntry(entry);
    archive.write(text);
    archive.closeArchiveEntry();
  }

  private void link(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    entry(entry);
  }

  private void hardLink(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
    entry.setLinkName(target);
    entry.setMode(0644);
    entry.setModTime(1_000_000_000_000L);
    entry(entry);
  }

  private void entry(TarArchiveEntry entry) throws IOException {
    archive.putArchiveEntry(entry);
    archive.closeArchiveEntry();
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(into.resolve(name), LinkOption.NOFOLLOW_LINKS));
  }
}
