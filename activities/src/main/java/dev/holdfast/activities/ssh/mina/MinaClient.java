package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.SshSettings;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;

/** MINA's client, which reads no file of the worker's user and trusts no server by itself. */
final class MinaClient {
  private static final int SILENCES = 3;

  /**
   * How long a write waits for a server to take more: the end of the command or of the connection
   * ends it sooner.
   */
  private static final Duration PATIENCE = Duration.ofDays(365);

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private MinaClient() {}

  static SshClient start(SshSettings settings) {
    SshClient client = SshClient.setUpDefaultClient();
    MinaAlgorithms.applyTo(client);
    client.setServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE);
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setAgentFactory(new MinaAgent.Factory());
    client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    client.setChannelFactories(List.of());
    client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    client.addSessionListener(new Handshake.Listener());
    CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "Holdfast");
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, settings.connectTimeout().multipliedBy(2));
    CoreModuleProperties.AUTH_TIMEOUT.set(client, settings.handshakeTimeout().multipliedBy(2));
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.DISCONNECT_TIMEOUT.set(client, FAREWELL);
    CoreModuleProperties.STOP_WAIT_TIME.set(client, FAREWELL);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, settings.keepAlive());
    CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, SILENCES);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, PATIENCE);
    CoreModuleProperties.REQUEST_EXEC_REPLY.set(client, true);
    AbstractSftpClient.SFTP_CLIENT_CMD_TIMEOUT.set(client, PATIENCE);
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, settings.handshakeTimeout());
    client.start();
    return client;
  }
}
