package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NewFileTest {
  @TempDir private Path directory;

  /** With links, and as file systems without them say so. */
  static Stream<Arguments> fileSystems() {
    return Stream.of(
        Arguments.of("links", (NewFile.Link) Files::createLink),
        Arguments.of("vfat", without("Operation not permitted")),
        Arguments.of("sshfs", without("Function not implemented")),
        Arguments.of("nfs", without("Operation not supported")),
        Arguments.of(
            "another provider",
            (NewFile.Link)
                (name, existing) -> {
                  throw new UnsupportedOperationException();
                }));
  }

  private static NewFile.Link without(String said) {
    return (name, existing) -> {
      throw new FileSystemException(name.toString(), existing.toString(), said);
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fileSystems")
  void shouldPutAFileInPlace(String name, NewFile.Link link) throws IOException {
    Path temporary = Files.writeString(directory.resolve("part"), "content");
    Path target = directory.resolve("target");

    new NewFile(link).put(temporary, target);

    assertThat(target).hasContent("content");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fileSystems")
  void shouldNotReplaceWhatIsThere(String name, NewFile.Link link) throws IOException {
    Path temporary = Files.writeString(directory.resolve("part"), "content");
    Path file = Files.writeString(directory.resolve("file"), "somebody's");
    Path broken = Files.createSymbolicLink(directory.resolve("broken"), Path.of("nowhere"));

    for (Path target : new Path[] {file, broken}) {
      assertThatThrownBy(() -> new NewFile(link).put(temporary, target))
          .isInstanceOf(FileAlreadyExistsException.class);
    }

    assertThat(file).hasContent("somebody's");
    assertThat(broken).isSymbolicLink();
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fileSystems")
  void shouldLeaveNothingWhereItCannotBePutInPlace(String name, NewFile.Link link) {
    Path target = directory.resolve("target");

    assertThatThrownBy(() -> new NewFile(link).put(directory.resolve("gone"), target))
        .isInstanceOf(IOException.class);

    assertThat(target).doesNotExist();
  }
}
