package dev.holdfast.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounting as far as it goes without a mount; ShellIT has real ones. */
class MountCommandTest {
  @TempDir private Path directory;
  private StandIn programs;

  @BeforeEach
  void open() throws IOException {
    programs = new StandIn(directory);
  }

  @Test
  void shouldSayWhatIsMissing() throws IOException {
    programs.program("ssh", "exit 0");

    Cli.Result noSshfs = cli().with("PATH", programs.alone()).run("mount", "web-1", "x");
    Cli.Result noPlace = cli().run("mount", "web-1");

    assertThat(noSshfs.exitCode()).isEqualTo(1);
    assertThat(noSshfs.err()).contains("has no sshfs", "apt-get install sshfs");
    assertThat(noPlace.exitCode()).isEqualTo(2);
    assertThat(noPlace.err()).contains("./holdfast mount web-1 LOCAL");
  }

  @Test
  void shouldSayInOneLineThatTheKernelHasNoFuse() {
    assertThatThrownBy(() -> Sshfs.requireFuse(directory.resolve("fuse")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cannot be opened here")
        .extracting(failure -> ((Failure) failure).remedy())
        .asString()
        .contains("--device /dev/fuse");
  }

  @Test
  void shouldMountAtNewAndEmptyDirectoriesOnly() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");

    assertThat(MountPoint.prepare(directory.resolve("a/b"))).matches(MountPoint::created);
    assertThat(MountPoint.prepare(directory.resolve("a/b"))).matches(point -> !point.created());
    assertThatThrownBy(() -> MountPoint.prepare(directory.resolve("a")))
        .hasMessageContaining("not empty");
    assertThatThrownBy(() -> MountPoint.prepare(file)).hasMessageContaining("not a directory");
    assertThatThrownBy(() -> MountPoint.prepare(Path.of("/proc")))
        .hasMessageContaining("mounted at /proc already");
  }

  @Test
  void shouldListARecordWhoseMountIsGoneAndForgetItWhenUnmounted() throws IOException {
    Path local = Files.createDirectory(directory.resolve("here"));
    records().add(new Mount("id", "web-1", "", local, true, "", Instant.EPOCH));

    var listed = Json.parse(cli().run("mount", "-o", "json").out()).path(0);
    Cli.Result unmounted = cli().run("unmount", local.toString());

    assertThat(Json.text(listed, "state")).isEqualTo("gone");
    assertThat(Json.text(listed, "remote")).isEqualTo("~");
    assertThat(unmounted.exitCode()).isZero();
    assertThat(unmounted.err()).contains("unmounted already");
    assertThat(cli().run("mount").err()).contains("Nothing is mounted");
    assertThat(local).doesNotExist();
  }

  @Test
  void shouldForgetWhatADeadSessionLeftWithTheNextCommand() throws IOException {
    Path local = Files.createDirectory(directory.resolve("here"));
    records().add(new Mount("1", "web-1", "", local, true, "999999999-1", Instant.EPOCH));
    records()
        .add(
            new Mount(
                "2",
                "web-1",
                "",
                directory,
                false,
                OwningProcess.current().toString(),
                Instant.EPOCH));

    cli().run("mount");

    assertThat(records().all()).extracting(Mount::id).containsExactly("2");
    assertThat(local).doesNotExist();
  }

  @Test
  void shouldUnmountOnlyOurs() {
    Cli.Result foreign = cli().run("unmount", "/proc");
    Cli.Result nothing = cli().run("unmount", directory.toString());

    assertThat(foreign.exitCode()).isEqualTo(4);
    assertThat(foreign.err()).contains("was not mounted by ./holdfast mount");
    assertThat(nothing.exitCode()).isEqualTo(3);
  }

  private Cli cli() {
    return Cli.nowhere()
        .with("HOLDFAST_HOME", directory.resolve("home").toString())
        .with("PATH", programs.path());
  }

  private MountRecords records() {
    return new MountRecords(
        new Surroundings(
            Map.of("HOLDFAST_HOME", directory.resolve("home").toString()),
            Terminal.NONE,
            InputStream.nullInputStream()));
  }
}
