package dev.holdfast.activities.ssh.mina;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.client.SftpErrorDataHandler;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.DefaultCloseableHandle;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * SFTP version 3, which is what OpenSSH speaks, with the requests that MINA sends without a mode: a
 * file or directory must never be open to others before its mode is set.
 */
final class SftpProtocol extends DefaultSftpClient {

  SftpProtocol(ClientSession session) throws IOException {
    super(
        session,
        SftpVersionSelector.fixedVersionSelector(SftpConstants.SFTP_V3),
        SftpErrorDataHandler.EMPTY);
  }

  /** Opens a file for writing; one that is not there is made with the mode. */
  CloseableHandle openToWrite(String path, int mode) throws IOException {
    Buffer request = request(path);
    request.putInt(SftpConstants.SSH_FXF_WRITE | SftpConstants.SSH_FXF_CREAT);
    putMode(request, mode);
    return new DefaultCloseableHandle(this, path, checkHandle(SftpConstants.SSH_FXP_OPEN, request));
  }

  void makeDirectory(String path, int mode) throws IOException {
    Buffer request = request(path);
    putMode(request, mode);
    checkCommandStatus(SftpConstants.SSH_FXP_MKDIR, request);
  }

  private static Buffer request(String path) {
    Buffer request = new ByteArrayBuffer();
    request.putString(path, StandardCharsets.UTF_8);
    return request;
  }

  private static void putMode(Buffer request, int mode) {
    request.putInt(SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS);
    request.putInt(mode);
  }
}
