package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.DesiredState.Group;
import dev.holdfast.schemas.change.DockerDaemonFile;
import dev.holdfast.schemas.change.DockerSettingsFacts;
import dev.holdfast.schemas.change.DockerSettingsFacts.Running;
import dev.holdfast.schemas.change.DockerSettingsResource;
import dev.holdfast.schemas.change.DockerSettingsResource.ConfigFile;
import dev.holdfast.schemas.change.DockerSettingsResource.Settings;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.serversetup.DockerInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What server-setup wants of the Docker engine, what speaks against it, and what stays as it is.
 */
final class ServerSetupDocker {
  private static final String FILE = "docker: " + DockerSettingsResource.PATH;

  /** Flags of the engine that mean the same as what is set here, which it takes only once. */
  private static final List<String> FLAGS =
      List.of("--log-driver", "--log-opt", "--default-ulimit", "--live-restore");

  /** The engine may take its time to start. */
  private static final int CONFIRM_WITHIN_SECONDS = 300;

  private final Settings settings;
  private final DockerSettingsFacts there;
  private final List<String> refusals = new ArrayList<>();

  private ServerSetupDocker(DockerInput docker, Facts facts) {
    settings = docker.settings();
    there =
        Objects.requireNonNull(
            facts.kinds().find(DockerSettingsFacts.class, DockerSettingsFacts.NAME), "docker");
  }

  static FactsQuery query(@Nullable DockerInput docker) {
    return docker == null
        ? FactsQuery.none()
        : FactsQuery.of("docker-settings", List.of(DockerSettingsFacts.NAME));
  }

  static Stream<Group> groups(@Nullable DockerInput docker) {
    return Stream.ofNullable(docker)
        .map(set ->
            new Group(
                "docker",
                "Set the Docker engine",
                CONFIRM_WITHIN_SECONDS,
                List.of(new DockerSettingsResource(set.settings(), null, null))));
  }

  /**
   * @param packages whether packages that are yet to be installed may bring the engine
   */
  static List<String> refusals(@Nullable DockerInput docker, Facts facts, boolean packages) {
    if (docker == null) {
      return List.of();
    }
    ServerSetupDocker found = new ServerSetupDocker(docker, facts);
    found.file();
    found.engine(packages);
    return found.refusals;
  }

  private void file() {
    switch (there.type()) {
      case LINK ->
          refusals.add(FILE + " is a symbolic link; put the file itself there, then try again");
      case OTHER -> refusals.add(FILE + " is not a file; move it away, then try again");
      case LARGE -> refusals.add(FILE + " is larger than 64 KiB; correct it first");
      case FILE, NONE -> {
        try {
          DockerDaemonFile _ = DockerDaemonFile.read(content(there.file()));
        } catch (IllegalArgumentException e) {
          refusals.add("%s %s; correct it, or move it away".formatted(FILE, e.getMessage()));
        }
      }
    }
  }

  private static @Nullable String content(@Nullable ConfigFile file) {
    return file == null ? null : file.base64();
  }

  private void engine(boolean packages) {
    switch (there.engine()) {
      case NONE -> {
        if (!packages) {
          refusals.add(
              "docker: there is no Docker engine on this server; add its package (\"packages\": [\"docker.io\"])");
        }
      }
      case PODMAN -> {
        if (!packages) {
          refusals.add(
              "docker: this server has Podman, which has no engine to set; leave docker out, and set default_ulimits and log_size_max in /etc/containers/containers.conf");
        }
      }
      case ROOTLESS ->
          refusals.add(
              "docker: the engine of this server is rootless, and only one of root is set; leave docker out, and edit ~/.config/docker/daemon.json of its user");
      case OTHER ->
          refusals.add(
              "docker: the engine of this server is not run as docker.service, so that it could not be restarted; leave docker out, and set it where it is run");
      case DOCKER -> running();
    }
  }

  private void running() {
    if (!there.answers()) {
      refusals.add(
          "docker: the engine does not run or does not answer, so that it could not be seen to work with other settings; start it first: ./holdfast service SERVER docker.service start");
      return;
    }
    if (there.swarm()) {
      refusals.add(
          "docker: this server is a node of a swarm, whose containers end when its engine is restarted; leave docker out, and change %s while the node is drained"
              .formatted(DockerSettingsResource.PATH));
    }
    there.flags().stream()
        .filter(flag -> flag.startsWith("--config-file"))
        .findFirst()
        .ifPresent(flag ->
            refusals.add(
                "docker: the engine is started with %s and reads another file; take that out of docker.service first"
                    .formatted(flag)));
    FLAGS.stream()
        .filter(flag ->
            there.flags().stream().anyMatch(is -> is.equals(flag) || is.startsWith(flag + "=")))
        .forEach(flag ->
            refusals.add(
                "docker: the engine is started with %s, and does not start where its file says the same; take it out of docker.service or /etc/default/docker first"
                    .formatted(flag)));
    Long most = there.mostFiles();
    if (most != null && most < settings.nofile()) {
      refusals.add(
          "docker.nofile: no container could start with %d open files, because what starts them on this server may give at most %d; set docker.nofile to that or less, or raise the limit of the server itself (of the container or the machine that it is)"
              .formatted(settings.nofile(), most));
    }
  }

  /** What containers keep of before; nothing where the engine stays as it is. */
  static List<String> notes(@Nullable DockerInput docker, Facts facts) {
    if (docker == null) {
      return List.of();
    }
    ServerSetupDocker found = new ServerSetupDocker(docker, facts);
    return found.changes() ? found.kept() : List.of();
  }

  private boolean changes() {
    try {
      DockerDaemonFile present = DockerDaemonFile.read(content(there.file()));
      return there.unread() || !present.with(settings).sameAs(present);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<String> kept() {
    if (there.running().isEmpty()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "docker: these containers keep running, with their old limit of open files until they are restarted: "
            + names(there.running().stream()));
    String log = "json-file %s %d".formatted(settings.logMaxSize(), settings.logMaxFile());
    Stream<Running> others = there.running().stream().filter(one -> !one.log().equals(log));
    String kept = names(others);
    if (!kept.isEmpty()) {
      notes.add(
          "docker: these containers keep their old log settings until they are recreated: " + kept);
    }
    return notes;
  }

  private static String names(Stream<Running> containers) {
    return String.join(", ", containers.map(Running::name).sorted().toList());
  }
}
