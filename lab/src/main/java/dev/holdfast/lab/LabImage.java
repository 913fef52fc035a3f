package dev.holdfast.lab;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.BuildResponseItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The image that lab servers are started from, built once for each recipe. */
final class LabImage {

  static final String REPOSITORY = "holdfast-lab";
  static final String RECIPE_LABEL = "dev.holdfast.lab.recipe";
  private static final String PACKAGES = "packages";
  private static final int REMEMBERED_LINES = 15;

  private final DockerEngine engine;
  private final LabProgress progress;
  private final Map<String, String> files = new LinkedHashMap<>();

  /**
   * @param more Debian packages that a bare server has not
   */
  LabImage(DockerEngine engine, LabProgress progress, List<String> more) {
    this.engine = engine;
    this.progress = progress;
    for (String name : new String[] {"Dockerfile", PACKAGES, "provision"}) {
      files.put(name, resource(name));
    }
    more.forEach(name -> files.merge(PACKAGES, name + "\n", String::concat));
  }

  /** The image's name, whose tag is the hash of its recipe. */
  String name() {
    return REPOSITORY + ":" + recipe();
  }

  /** Builds the image unless it is there; at most one process of a user builds at a time. */
  String provide() {
    BaseImage base = new BaseImage(engine, progress);
    if (base.exists(name())) {
      return name();
    }
    Path lock =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "holdfast-lab-image-" + System.getProperty("user.name") + ".lock");
    return LabFiles.locked(
        lock,
        () -> {
          if (!base.exists(name())) {
            Instant start = Instant.now();
            progress.line("Building the lab's server image (once) …");
            // What is tagged by the package list survives a change of the rest of the recipe.
            String packages = resource(PACKAGES);
            build(base.provide(packages.lines().toList(), hash(Map.of(PACKAGES, packages))));
            progress.line(
                "Built the image %s in %d s"
                    .formatted(name(), Duration.between(start, Instant.now()).toSeconds()));
          }
          return name();
        });
  }

  /** The first 12 hexadecimal digits of the SHA-256 of everything that makes the image. */
  String recipe() {
    return hash(files);
  }

  private static String hash(Map<String, String> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, text) -> digest.update((name + "\0" + text).getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void build(String base) {
    progress.line("  turning " + base + " into a server …");
    Deque<String> last = new ArrayDeque<>();
    try {
      Path context = Files.createTempDirectory("holdfast-lab-image-");
      try {
        for (Map.Entry<String, String> file : files.entrySet()) {
          Files.writeString(context.resolve(file.getKey()), file.getValue());
        }
        engine
            .client()
            .buildImageCmd(context.toFile())
            .withBuildArg("BASE", base)
            .withTags(Set.of(name()))
            .withLabels(Map.of(RECIPE_LABEL, recipe()))
            .withForcerm(true)
            .exec(
                new BuildImageResultCallback() {
                  @Override
                  public void onNext(BuildResponseItem item) {
                    if (item.getStream() != null && !item.getStream().isBlank()) {
                      last.addLast(item.getStream().strip());
                      if (last.size() > REMEMBERED_LINES) {
                        last.removeFirst();
                      }
                    }
                    super.onNext(item);
                  }
                })
            .awaitImageId();
      } finally {
        for (String name : files.keySet()) {
          Files.deleteIfExists(context.resolve(name));
        }
        Files.delete(context);
      }
    } catch (IOException e) {
      throw new LabException("Cannot write the image's recipe: " + e.getMessage(), e);
    } catch (DockerClientException e) {
      throw new LabException(
          "The image could not be built: " + e.getMessage() + "\n" + String.join("\n", last), e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = LabImage.class.getResourceAsStream("image/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("the recipe's file " + name + " is not in the build");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
