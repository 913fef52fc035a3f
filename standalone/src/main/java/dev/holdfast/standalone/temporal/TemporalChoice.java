package dev.holdfast.standalone.temporal;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which Temporal the platform uses. */
public sealed interface TemporalChoice {

  /** A server that others run. */
  record Foreign(PlatformConfig.Temporal temporal) implements TemporalChoice {}

  /** The real server, built from {@code tools/temporal}. */
  record Built(Path programs) implements TemporalChoice {}

  /** The development server of a {@code temporal} program on the path. */
  record Development(Path program) implements TemporalChoice {}

  /**
   * Takes the first that there is.
   *
   * @throws PlatformFailure naming the ways if there is none
   */
  static TemporalChoice of(Home home, Map<String, String> environment) {
    String address = environment.getOrDefault("TEMPORAL_ADDRESS", "");
    if (!address.isBlank()) {
      String namespace = environment.getOrDefault("TEMPORAL_NAMESPACE", TemporalFrontend.NAMESPACE);
      return new Foreign(new PlatformConfig.Temporal(address, namespace, tls(environment), null));
    }
    Path built = home.bin().resolve("temporal");
    if (Files.isExecutable(built.resolve("temporal-server"))) {
      return new Built(built);
    }
    return onPath(environment.getOrDefault("PATH", ""))
        .<TemporalChoice>map(Development::new)
        .orElseThrow(() ->
            new PlatformFailure(
                PlatformFailure.FAILED,
                """
                there is no Temporal server. One of these ways:
                  - install Go (https://go.dev/dl): the next ./holdfast up builds the server
                  - put the built programs into %s
                  - name a server of yours: TEMPORAL_ADDRESS=host:7233
                  - put a `temporal` program on the PATH (https://docs.temporal.io/cli)\
                """
                    .formatted(built)));
  }

  private static Optional<Path> onPath(String path) {
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path program = Path.of(directory, "temporal");
      if (!directory.isBlank() && Files.isRegularFile(program) && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private static PlatformConfig.@Nullable Tls tls(Map<String, String> environment) {
    String authority = first(environment, "TEMPORAL_TLS_CA", "TEMPORAL_TLS_SERVER_CA_CERT_PATH");
    String certificate = first(environment, "TEMPORAL_TLS_CERT", "TEMPORAL_TLS_CLIENT_CERT_PATH");
    String key = first(environment, "TEMPORAL_TLS_KEY", "TEMPORAL_TLS_CLIENT_KEY_PATH");
    String name = first(environment, "TEMPORAL_TLS_SERVER_NAME");
    if ((certificate == null) != (key == null)) {
      throw new PlatformFailure(
          PlatformFailure.USAGE,
          "TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY go together: one of them is missing");
    }
    for (String file : new @Nullable String[] {authority, certificate, key}) {
      if (file != null && !Files.isReadable(Path.of(file))) {
        throw new PlatformFailure(
            PlatformFailure.USAGE, "cannot read " + file + ", named by a TEMPORAL_TLS variable");
      }
    }
    boolean wanted = "true".equalsIgnoreCase(environment.getOrDefault("TEMPORAL_TLS", "false"));
    boolean named = authority != null || certificate != null || name != null;
    return wanted || named ? new PlatformConfig.Tls(authority, certificate, key, name) : null;
  }

  private static @Nullable String first(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.get(name);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }
}
