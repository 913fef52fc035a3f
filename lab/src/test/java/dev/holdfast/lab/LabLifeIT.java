package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabLifeIT {

  @TempDir Path home = Path.of("");
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private final DockerEngine engine =
      DockerEngine.connect(Path.of("target", "lab-home"), Consent.of(false), System.err::println);
  private Lab lab = Lab.of(Path.of("target", "unused"), engine, LabProgress.silent());
  private Lab other = lab;

  @BeforeEach
  void open() {
    lab = Lab.of(home, engine, said::add);
    other = Lab.named(home, "other", engine, said::add);
  }

  @AfterEach
  void close() {
    lab.down();
    other.down();
    engine.close();
  }

  @Test
  void shouldKeepWhatIsThereAndStartWhatIsNotWhenBroughtUpAgain() throws Exception {
    List<LabServer> first = lab.up(2);
    said.clear();
    assertThat(lab.up(1)).isEqualTo(first.subList(0, 1));
    lab.kill("lab-1");
    lab.pause("lab-2");
    assertThat(lab.list()).extracting(LabServer::state).containsExactly("exited", "paused");

    assertThat(lab.up(2)).isEqualTo(first);

    assertThat(said).noneMatch(line -> line.startsWith("Starting"));
    for (LabServer server : first) {
      assertThat(new OpenSsh(home).run(server, "true").exitCode()).isZero();
    }
  }

  @Test
  void shouldNotTakeBackWhatTheUserChangedWhenBroughtUpAgain() {
    lab.up(1);
    lab.exec("lab-1", "passwd", "-l", "root").orThrow();
    lab.exec("lab-1", "rm", "/home/debian/.ssh/authorized_keys").orThrow();

    lab.up(1);

    assertThat(lab.exec("lab-1", "passwd", "-S", "root").orThrow()).startsWith("root L ");
    assertThat(lab.exec("lab-1", "ls", "/home/debian/.ssh").orThrow()).isEmpty();
  }

  @Test
  void shouldLeaveNothingBehindAndOthersAloneWhenDown() {
    lab.up(1);
    LabServer another = other.up(1).getFirst();
    assertThat(another.port()).isNotEqualTo(lab.server("lab-1").port());

    assertThat(lab.down()).containsExactly("lab-1");

    assertThat(lab.list()).isEmpty();
    assertThat(other.list()).containsExactly(another);
    assertThat(engine.client().listContainersCmd().withShowAll(true).exec())
        .noneMatch(container -> List.of(container.getNames()).toString().contains(id(another)));
    assertThat(lab.down()).isEmpty();
  }

  @Test
  void shouldNotTouchTheHostsControlGroupsWhenBooted() throws Exception {
    List<String> before = controlGroups();

    lab.up(1);

    assertThat(controlGroups()).isEqualTo(before);
    assertThat(lab.exec("lab-1", "cat", "/proc/1/cgroup").orThrow()).contains("/init.scope");
  }

  @Test
  void shouldComeBackWhenItRebootsItself() throws Exception {
    LabServer server = lab.up(1).getFirst();
    String before = startedAt(server);
    CountDownLatch died = new CountDownLatch(1);
    ResultCallback.Adapter<Event> listener =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Event event) {
            died.countDown();
          }
        };
    try (listener) {
      engine
          .client()
          .eventsCmd()
          .withSince("0")
          .withContainerFilter(server.container())
          .withEventFilter("die")
          .exec(listener);

      // The session may die with the server before it can say how the command ended.
      new OpenSsh(home).run(server, "sudo systemctl reboot");

      assertThat(died.await(30, TimeUnit.SECONDS)).isTrue();
    }
    // The engine has started it again by itself, or is about to: this must cope with both.
    assertThat(lab.start("lab-1")).isEqualTo(server);
    assertThat(startedAt(server)).isNotEqualTo(before);
  }

  @Test
  void shouldRemoveLabsOfDeadProcessesOnly() {
    Lab dead = Lab.owned(home, "dead", "a process that is gone", engine, LabProgress.silent());
    dead.up(1);
    LabServer mine = lab.up(1).getFirst();

    assertThat(LabContainers.sweep(engine, "a process that is gone"::equals)).isEqualTo(1);

    assertThat(dead.list()).isEmpty();
    assertThat(lab.list()).containsExactly(mine);
  }

  @Test
  void shouldNameTheServersThereAreWhenAskedForAnother() {
    lab.up(1);

    assertThatThrownBy(() -> lab.reboot("lab-9"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("lab-9")
        .hasMessageContaining("[lab-1]");
    assertThatThrownBy(() -> lab.up(0)).hasMessageContaining("1 to 50");
  }

  @Test
  void shouldBuildTheImageOnceWithItsRecipeAsLabel() {
    String name = new LabImage(engine, said::add, List.of()).provide();
    said.clear();

    assertThat(new LabImage(engine, said::add, List.of()).provide()).isEqualTo(name);

    assertThat(said).isEmpty();
    assertThat(engine.client().inspectImageCmd(name).exec().getConfig())
        .satisfies(config ->
            assertThat(config.getLabels())
                .containsAllEntriesOf(
                    Map.of(LabImage.RECIPE_LABEL, name.substring(name.indexOf(':') + 1))));
  }

  /** The mounts below /sys/fs/cgroup with their options, and the names in it. */
  private static List<String> controlGroups() throws IOException {
    Path root = Path.of("/sys/fs/cgroup");
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"));
        Stream<Path> names = Files.list(root)) {
      return Stream.concat(
              mounts.filter(mount -> mount.contains(" " + root)),
              names.map(Path::toString).sorted())
          .toList();
    }
  }

  private String startedAt(LabServer server) {
    return String.valueOf(
        engine.client().inspectContainerCmd(server.container()).exec().getState().getStartedAt());
  }

  /** What the container names of the default lab of this home begin with. */
  private static String id(LabServer another) {
    return another.container().replaceFirst("-other-lab-1$", "-lab-1");
  }
}
