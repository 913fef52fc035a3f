package dev.holdfast.cli.operation;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.FileStoreClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.NewFile;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.io.file.PathUtils;
import org.apache.commons.io.file.StandardDeleteOption;
import tools.jackson.databind.JsonNode;

/**
 * Where fetched files go here.
 *
 * <p>Their names are made of what was typed and of the server's registered name, never of what a
 * server says.
 */
final class LocalTarget {
  private static final int BUFFER = 256 << 10;

  private final Path local;
  private final String name;
  private final boolean directory;
  private final boolean one;
  private final boolean force;

  /**
   * @param remote with a slash at its end, a directory
   * @param one whether there is one server, and {@code local} what is fetched
   */
  LocalTarget(String local, String remote, boolean one, boolean force) {
    this.local = Path.of(local);
    this.directory = remote.endsWith("/");
    String path = directory ? remote.substring(0, remote.length() - 1) : remote;
    this.name = path.substring(path.lastIndexOf('/') + 1);
    this.one = one;
    this.force = force;
  }

  /** Brings a server's file from the store to its place here. */
  void bring(FileStoreClient files, Operation.OnServer server, Output output) {
    bring(files, server.name(), server.outcome(), server.ofBytes(), output);
  }

  /**
   * The same for one of several files of a server.
   *
   * @param file its {@code sha256} and {@code bytes}
   */
  void bring(FileStoreClient files, String server, JsonNode file, Output output) {
    bring(files, server, file, file.path("bytes").asLong(0), output);
  }

  private void bring(
      FileStoreClient files, String server, JsonNode file, long size, Output output) {
    String sha256 = Json.text(file, "sha256");
    Path target = path(server);
    refuseIfThere(target);
    try {
      Path parent = target.toAbsolutePath().getParent();
      Files.createDirectories(parent);
      // For nobody else to read: what it holds is not known here.
      Path temporary = Files.createTempFile(parent, "." + target.getFileName() + ".", ".part");
      try {
        ByteBar bar = new ByteBar(output, "From the platform", size);
        Download download = new Download(temporary, bar);
        files.get(sha256, download);
        bar.end();
        download.check(sha256);
        if (directory) {
          unpack(temporary, target, output);
        } else {
          put(temporary, target);
        }
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          target + " cannot be written: " + e,
          "fetch it again to another place; the servers were only read");
    }
    output.message(server + ": " + target);
  }

  private Path path(String server) {
    if (one) {
      return Files.isDirectory(local) ? local.resolve(name) : local;
    }
    return local.resolve(server).resolve(name);
  }

  /** Beside its place, and then into it: it is there as a whole or not at all. */
  private void unpack(Path archive, Path target, Output output) throws IOException {
    Path beside = Files.createTempDirectory(archive.getParent(), "." + target.getFileName() + ".");
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(archive))) {
      for (String leftOut : TarArchive.unpack(bytes, beside)) {
        output.message(
            "left out, for it is neither file, directory nor link: " + Printable.line(leftOut));
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      if (Files.exists(beside)) {
        PathUtils.deleteDirectory(beside, StandardDeleteOption.OVERRIDE_READ_ONLY);
      }
    }
  }

  private void put(Path temporary, Path target) throws IOException {
    if (force) {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      new NewFile().put(temporary, target);
    } catch (FileAlreadyExistsException e) {
      throw isThere(target);
    }
  }

  private void refuseIfThere(Path target) {
    if (directory && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw Failure.usage(
          target + " is here already, and a directory is never replaced",
          "name another place, or move it away");
    }
    if (!force && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw isThere(target);
    }
  }

  private static Failure isThere(Path target) {
    return Failure.usage(target + " is here already", "--force replaces it");
  }

  /** One file on its way here. */
  private static final class Download implements FileStoreClient.Taker {
    private final Path file;
    private final ByteBar bar;
    private final MessageDigest digest;
    private long there;

    Download(Path file, ByteBar bar) {
      this.file = file;
      this.bar = bar;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public long there() {
      return there;
    }

    @Override
    public void take(InputStream bytes) throws IOException {
      byte[] buffer = new byte[BUFFER];
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
          out.write(buffer, 0, n);
          digest.update(buffer, 0, n);
          there += n;
          bar.moved(there);
        }
      }
    }

    void check(String sha256) throws IOException {
      if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
        throw new IOException("what arrived is not what was sent");
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }
}
