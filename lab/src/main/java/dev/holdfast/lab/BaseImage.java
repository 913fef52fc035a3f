package dev.holdfast.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The Debian 12 that the lab's image is made from. */
final class BaseImage {

  private static final String REGISTRY_IMAGE = "debian:12";
  private static final String LOCAL_REPOSITORY = "holdfast-lab-base";
  private static final int ANSWER_SECONDS = 10;
  private static final int PULL_SECONDS = 300;

  private final DockerEngine engine;
  private final DockerClient client;
  private final LabProgress progress;

  BaseImage(DockerEngine engine, LabProgress progress) {
    this.engine = engine;
    this.client = engine.client();
    this.progress = progress;
  }

  /**
   * The name of an image of the engine with at least a minimal Debian 12: pulled where a registry
   * answers within 10 seconds, else made by debootstrap with {@code packages} in it.
   */
  String provide(List<String> packages, String recipe) {
    if (exists(REGISTRY_IMAGE)) {
      return REGISTRY_IMAGE;
    }
    String local = LOCAL_REPOSITORY + ":" + recipe;
    if (exists(local)) {
      return local;
    }
    progress.line("Asking the registry for " + REGISTRY_IMAGE + " …");
    if (pull()) {
      return REGISTRY_IMAGE;
    }
    bootstrap(packages, local);
    return local;
  }

  boolean exists(String image) {
    try {
      client.inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private boolean pull() {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ResultCallback.Adapter<PullResponseItem> pull =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() == null) {
              answered.countDown();
            }
          }

          @Override
          public void onError(Throwable failure) {
            ended.countDown();
            answered.countDown();
          }

          @Override
          public void onComplete() {
            ended.countDown();
            answered.countDown();
          }
        };
    try (pull) {
      client.pullImageCmd(REGISTRY_IMAGE).exec(pull);
      boolean quick = answered.await(ANSWER_SECONDS, TimeUnit.SECONDS);
      boolean whole = quick && ended.await(PULL_SECONDS, TimeUnit.SECONDS);
      return whole && exists(REGISTRY_IMAGE);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while pulling " + REGISTRY_IMAGE + ".", e);
    }
  }

  private void bootstrap(List<String> packages, String image) {
    if (!engine.machine().isRoot()) {
      throw new LabException(
          "No registry answers, and only root can make a Debian with debootstrap. Run this as root"
              + " once, or load an image named "
              + REGISTRY_IMAGE
              + " into Docker.");
    }
    if (!Program.exists("debootstrap")) {
      engine
          .machine()
          .install(
              "No registry answers, and debootstrap is not installed.", List.of("debootstrap"));
    }
    progress.line(
        "No registry answers: making Debian 12 with debootstrap (about a minute, once) …");
    Path root = temporaryDirectory();
    try {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "debootstrap",
                  "--variant=minbase",
                  "--include=" + String.join(",", packages),
                  "bookworm",
                  root.toString()));
      String mirror = System.getenv("HOLDFAST_LAB_MIRROR");
      if (mirror != null) {
        command.add(mirror);
      }
      Program.run(command, Map.of(), new Phases(progress)::line);
      progress.line("  handing it to Docker …");
      load(root, image);
    } finally {
      delete(root);
    }
  }

  /**
   * Makes an image of the tree by a build: of an import, the engine reports progress before it has
   * read all, which the HTTP client takes for an early answer and stops sending.
   */
  private void load(Path tree, String image) {
    Path context = temporaryDirectory();
    try {
      Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nADD tree.tar /\n");
      String archive = context.resolve("tree.tar").toString();
      Program.run(
          List.of("tar", "--numeric-owner", "-C", tree.toString(), "-cf", archive, "."),
          Map.of(),
          line -> {});
      Process tar = new ProcessBuilder("tar", "-C", context.toString(), "-c", ".").start();
      try (InputStream stream = tar.getInputStream()) {
        client
            .buildImageCmd(stream)
            .withTags(Set.of(image))
            .withForcerm(true)
            .exec(new BuildImageResultCallback())
            .awaitImageId();
      } finally {
        tar.destroy();
      }
    } catch (IOException e) {
      throw new LabException("Cannot hand the image to Docker: " + e.getMessage(), e);
    } catch (DockerClientException e) {
      throw new LabException("Docker cannot make " + image + ": " + e.getMessage(), e);
    } finally {
      delete(context);
    }
  }

  private static void delete(Path directory) {
    Program.run(
        List.of("rm", "-rf", "--one-file-system", directory.toString()), Map.of(), line -> {});
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("holdfast-lab-");
    } catch (IOException e) {
      throw new LabException("Cannot make a temporary directory: " + e.getMessage(), e);
    }
  }

  /** Turns debootstrap's hundreds of lines into a line for each phase, though phases alternate. */
  private static final class Phases {
    private final LabProgress progress;
    private final Set<String> said = new HashSet<>();

    Phases(LabProgress progress) {
      this.progress = progress;
    }

    void line(String line) {
      for (String phase : List.of("Retrieving", "Unpacking", "Configuring")) {
        if (line.startsWith("I: " + phase + " ") && said.add(phase)) {
          progress.line("  " + phase.toLowerCase(Locale.ROOT) + " packages …");
        }
      }
    }
  }
}
