package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.Sftp;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.schemas.failure.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.client.impl.SftpInputStreamAsync;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** SFTP on MINA. */
final class MinaSftp implements Sftp {
  private static final int PRIVATE = 0600;
  private static final int MODE_BITS = 07777;
  private static final int CHUNK = 32 << 10;

  private final SftpProtocol sftp;
  private final SshFailures failures;

  MinaSftp(SftpProtocol sftp, SshFailures failures) {
    this.sftp = sftp;
    this.failures = failures;
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    try {
      return Optional.of(file(path, sftp.lstat(path)));
    } catch (IOException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw failed("look at", path, e);
    }
  }

  @Override
  public List<RemoteFile> list(String directory) {
    List<RemoteFile> files = new ArrayList<>();
    try (CloseableHandle handle = sftp.openDir(directory)) {
      List<DirEntry> some;
      while ((some = sftp.readDir(handle)) != null) {
        for (DirEntry found : some) {
          add(files, directory, found);
        }
      }
      return files;
    } catch (IOException e) {
      throw failed("list", directory, e);
    }
  }

  private static void add(List<RemoteFile> files, String directory, DirEntry found)
      throws IOException {
    String name = found.getFilename();
    if (name.equals(".") || name.equals("..")) {
      return;
    }
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new SftpException(
          SftpConstants.SSH_FX_BAD_MESSAGE,
          "the server names a file '" + name + "', which no file can be");
    }
    files.add(file(directory + "/" + name, found.getAttributes()));
  }

  @Override
  public InputStream read(String path, long offset) {
    try {
      CloseableHandle handle = sftp.open(path, EnumSet.of(OpenMode.Read));
      long size = sftp.stat(handle).getSize();
      return new MinaSftpInput(
          new SftpInputStreamAsync(sftp, CHUNK, offset, size, path, handle),
          e -> failed("read", path, e));
    } catch (IOException e) {
      throw failed("read", path, e);
    }
  }

  @Override
  public OutputStream write(String path, long offset) {
    return write(path, offset, () -> sftp.openToWrite(path, PRIVATE));
  }

  @Override
  public OutputStream rewrite(String path, long offset) {
    return write(path, offset, () -> sftp.open(path, EnumSet.of(OpenMode.Write)));
  }

  private interface Opening {
    CloseableHandle open() throws IOException;
  }

  private OutputStream write(String path, long offset, Opening opening) {
    try {
      CloseableHandle handle = opening.open();
      if (sftp.stat(handle).getSize() > offset) {
        sftp.setStat(handle, new Attributes().size(offset));
      }
      SftpOutputStreamAsync pipelined = new SftpOutputStreamAsync(sftp, 0, path, handle);
      pipelined.setOffset(offset);
      return new MinaSftpOutput(pipelined, e -> failed("write", path, e));
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public void makeDirectory(String path, int mode) {
    try {
      sftp.makeDirectory(path, mode);
    } catch (IOException e) {
      throw failed("make the directory", path, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    try {
      OpenSSHPosixRenameExtension replacing = sftp.getExtension(OpenSSHPosixRenameExtension.class);
      if (replacing == null || !replacing.isSupported()) {
        throw new SftpException(
            SftpConstants.SSH_FX_OP_UNSUPPORTED,
            "the server cannot replace a file (posix-rename@openssh.com)");
      }
      replacing.posixRename(from, to);
    } catch (IOException e) {
      throw failed("rename to " + to, from, e);
    }
  }

  @Override
  public void setMode(String path, int mode) {
    try {
      sftp.setStat(path, new Attributes().perms(mode));
    } catch (IOException e) {
      throw failed("set the mode of", path, e);
    }
  }

  @Override
  public void remove(String path) {
    try {
      sftp.remove(path);
    } catch (IOException e) {
      if (!isMissing(e)) {
        throw failed("remove", path, e);
      }
    }
  }

  private static RemoteFile file(String path, Attributes attributes) {
    Kind kind =
        attributes.isRegularFile()
            ? Kind.FILE
            : attributes.isDirectory()
                ? Kind.DIRECTORY
                : attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
    return new RemoteFile(
        path,
        kind,
        attributes.getSize(),
        attributes.getPermissions() & MODE_BITS,
        attributes.getModifyTime().to(TimeUnit.SECONDS));
  }

  private static boolean isMissing(IOException e) {
    return e instanceof SftpException answer && isMissing(answer);
  }

  private static boolean isMissing(SftpException answer) {
    return answer.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
        || answer.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH;
  }

  /** A status is the server's own answer; everything else is a connection that broke. */
  private SshException failed(String what, String path, IOException e) {
    if (e instanceof SftpException answer) {
      String why =
          isMissing(answer)
              ? "there is no such file or directory"
              : answer.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED
                  ? "permission denied"
                  : String.valueOf(answer.getMessage());
      return failures.of(
          FailureType.COMMAND_FAILED, "cannot %s %s: %s".formatted(what, path, why), e);
    }
    return failures.broken(e, true);
  }
}
