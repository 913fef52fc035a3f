package dev.holdfast.activities.containers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What an engine has of a container that is isolated already. */
enum EngineEvidence {
  /** What it has printed: the newest lines, each with its time. */
  LOGS("logs.txt", 64L << 20) {
    @Override
    void read(Engine engine, String id, CutOutput out) throws IOException {
      var command =
          engine
              .client()
              .logContainerCmd(id)
              .withStdOut(true)
              .withStdErr(true)
              .withTimestamps(true)
              .withTail(NEWEST);
      try (ResultCallback.Adapter<Frame> frames =
          new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
              try {
                out.write(frame.getPayload());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }) {
        command.exec(frames);
        var _ = frames.awaitCompletion();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  },
  /** Which files are others than in its image. */
  CHANGES("changes.json", 64L << 20) {
    @Override
    void read(Engine engine, String id, CutOutput out) throws IOException {
      get(engine, "/containers/" + id + "/changes", out);
    }
  },
  /** Its file system as a tar archive, without what is in volumes. */
  FILES("files.tar", 512L << 20) {
    @Override
    void read(Engine engine, String id, CutOutput out) throws IOException {
      get(engine, "/containers/" + id + "/export", out);
    }
  };

  private static final int NEWEST = 500_000;
  private static final int BUFFER = 256 << 10;

  private final String file;
  private final long limit;

  EngineEvidence(String file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  String file() {
    return file;
  }

  /** How many bytes of it are kept. */
  long limit() {
    return limit;
  }

  /**
   * Reads it, up to the limit.
   *
   * @throws DockerException if the engine refuses
   */
  abstract void read(Engine engine, String id, CutOutput out) throws IOException;

  private static void get(Engine engine, String path, CutOutput out) throws IOException {
    Request request = Request.builder().method(Request.Method.GET).path(path).build();
    try (Response response = engine.http().execute(request)) {
      InputStream body = response.getBody();
      if (response.getStatusCode() != 200) {
        throw new DockerException(
            new String(body.readAllBytes(), StandardCharsets.UTF_8), response.getStatusCode());
      }
      byte[] buffer = new byte[BUFFER];
      for (int n = body.read(buffer); n >= 0 && !out.cut(); n = body.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }
}
