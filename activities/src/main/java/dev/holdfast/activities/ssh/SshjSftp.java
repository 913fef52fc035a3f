package dev.holdfast.activities.ssh;

import com.hierynomus.sshj.sftp.RemoteResourceSelector;
import dev.holdfast.schemas.failure.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteDirectory;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.RenameFlags;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;

/** SFTP on sshj. */
final class SshjSftp implements Sftp {
  private static final int PRIVATE = 0600;

  private final SFTPEngine engine;
  private final SshFailures failures;

  SshjSftp(SFTPEngine engine, SshFailures failures) {
    this.engine = engine;
    this.failures = failures;
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    try {
      return Optional.of(file(path, engine.lstat(path)));
    } catch (SFTPException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw failed("look at", path, e);
    } catch (IOException e) {
      throw failed("look at", path, e);
    }
  }

  @Override
  public List<RemoteFile> list(String directory) {
    try (RemoteDirectory opened = engine.openDir(directory)) {
      List<RemoteFile> files = new ArrayList<>();
      for (RemoteResourceInfo found : opened.scan(RemoteResourceSelector.ALL)) {
        String name = found.getName();
        if (name.isEmpty() || name.indexOf('/') >= 0) {
          throw new SFTPException("the server names a file '" + name + "', which no file can be");
        }
        files.add(file(directory + "/" + name, found.getAttributes()));
      }
      return files;
    } catch (IOException e) {
      throw failed("list", directory, e);
    }
  }

  @Override
  public InputStream read(String path, long offset) {
    try {
      return new SftpInput(
          engine.open(path, EnumSet.of(OpenMode.READ)), offset, e -> failed("read", path, e));
    } catch (IOException e) {
      throw failed("read", path, e);
    }
  }

  @Override
  public OutputStream write(String path, long offset) {
    return write(path, offset, EnumSet.of(OpenMode.WRITE, OpenMode.CREAT));
  }

  @Override
  public OutputStream rewrite(String path, long offset) {
    return write(path, offset, EnumSet.of(OpenMode.WRITE));
  }

  private OutputStream write(String path, long offset, Set<OpenMode> modes) {
    try {
      FileAttributes created = new FileAttributes.Builder().withPermissions(PRIVATE).build();
      return SftpOutput.open(
          engine.open(path, modes, created),
          offset,
          engine.getSubsystem(),
          e -> failed("write", path, e));
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public void makeDirectory(String path, int mode) {
    try {
      engine.makeDir(path, new FileAttributes.Builder().withPermissions(mode).build());
    } catch (IOException e) {
      throw failed("make the directory", path, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    try {
      engine.rename(from, to, EnumSet.of(RenameFlags.OVERWRITE));
    } catch (IOException e) {
      throw failed("rename to " + to, from, e);
    }
  }

  @Override
  public void setMode(String path, int mode) {
    try {
      engine.setAttributes(path, new FileAttributes.Builder().withPermissions(mode).build());
    } catch (IOException e) {
      throw failed("set the mode of", path, e);
    }
  }

  @Override
  public void remove(String path) {
    try {
      engine.remove(path);
    } catch (SFTPException e) {
      if (!isMissing(e)) {
        throw failed("remove", path, e);
      }
    } catch (IOException e) {
      throw failed("remove", path, e);
    }
  }

  private static RemoteFile file(String path, FileAttributes attributes) {
    Kind kind =
        switch (attributes.getType()) {
          case REGULAR -> Kind.FILE;
          case DIRECTORY -> Kind.DIRECTORY;
          case SYMLINK -> Kind.LINK;
          default -> Kind.OTHER;
        };
    return new RemoteFile(
        path,
        kind,
        attributes.getSize(),
        attributes.getMode().getPermissionsMask(),
        attributes.getMtime());
  }

  private static boolean isMissing(SFTPException e) {
    return e.getStatusCode() == StatusCode.NO_SUCH_FILE
        || e.getStatusCode() == StatusCode.NO_SUCH_PATH;
  }

  /** A status is the server's own answer; everything else is a connection that broke. */
  private SshException failed(String what, String path, IOException e) {
    if (e instanceof SFTPException answer && answer.getStatusCode() != StatusCode.UNKNOWN) {
      String why =
          switch (answer.getStatusCode()) {
            case NO_SUCH_FILE, NO_SUCH_PATH -> "there is no such file or directory";
            case PERMISSION_DENIED -> "permission denied";
            default -> answer.getMessage();
          };
      return failures.of(
          FailureType.COMMAND_FAILED, "cannot %s %s: %s".formatted(what, path, why), e);
    }
    return failures.broken(interruption(e), true);
  }

  /** What interrupted the wait is in the midst of what sshj wraps around it. */
  private static Exception interruption(IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof InterruptedException interrupted) {
        return interrupted;
      }
    }
    return e;
  }
}
