package dev.holdfast.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent's protocol, judged by OpenSSH's own clients. */
@Timeout(60)
class AgentSocketTest {
  @TempDir private Path directory;
  private KeyPair pair;
  private PublicKey key;
  private boolean willing = true;
  private AgentSocket agent;

  @BeforeEach
  void open() throws GeneralSecurityException {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    key = new PublicKey("ssh-ed25519", Base64.getEncoder().encodeToString(blob(point)));
    agent = AgentSocket.open(socket(), new AgentProtocol(new Willing()));
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void shouldListItsKeysToSshAdd() throws Exception {
    Tool list = ssh("ssh-add", "-L");

    assertThat(list.exitCode()).as(list.output()).isZero();
    assertThat(list.output().strip()).isEqualTo(key.line());
  }

  @Test
  void shouldCarrySignaturesThatSshKeygenAccepts() throws Exception {
    Path signature = sign();

    Tool check =
        Tool.run(
            Map.of(),
            "hello",
            "ssh-keygen",
            "-Y",
            "check-novalidate",
            "-n",
            "file",
            "-s",
            signature.toString());
    assertThat(check.output()).contains("Good \"file\" signature");
  }

  @Test
  void shouldRefuseWhatTheSignerRefuses() throws Exception {
    willing = false;

    assertThat(Files.exists(sign())).isFalse();
  }

  @Test
  void shouldRefuseToAddRemoveAndLockKeys() throws Exception {
    Path file = directory.resolve("other");
    Tool.run(Map.of(), "", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString());

    assertThat(ssh("ssh-add", file.toString()).exitCode()).isNotZero();
    assertThat(ssh("ssh-add", "-D").exitCode()).isNotZero();
    assertThat(ssh("ssh-add", "-L").output().strip()).isEqualTo(key.line());
  }

  @Test
  void shouldAnswerFailureToNonsenseAndGoOnServing() throws IOException {
    assertThat(exchange(new byte[] {13, 0, 0, 0, 9, 1})).containsExactly(5);
    assertThat(exchange(new byte[] {13, -1, -1, -1, -1})).containsExactly(5);
    assertThat(exchange(new byte[] {13})).containsExactly(5);
    assertThat(exchange(new byte[] {99})).containsExactly(5);
    assertThat(exchange(new byte[] {11})[0]).isEqualTo((byte) 12);
  }

  @Test
  void shouldHangUpOnAMessageLongerThanAnyCanBe() throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip());

      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    assertThat(exchange(new byte[] {11})[0]).isEqualTo((byte) 12);
  }

  private final class Willing implements Signer {
    @Override
    public List<PublicKey> keys() {
      return List.of(key);
    }

    @Override
    public Optional<byte[]> sign(byte[] blob, byte[] data, int flags) {
      if (!willing || !Arrays.equals(blob, key.blob())) {
        return Optional.empty();
      }
      try {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(data);
        return Optional.of(blob(signer.sign()));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Signs a file as git does; the path of the signature, which is there if it worked. */
  private Path sign() throws Exception {
    Path publicKey = Files.writeString(directory.resolve("key.pub"), key.line() + "\n");
    Path data = Files.writeString(directory.resolve("data"), "hello");
    ssh("ssh-keygen", "-Y", "sign", "-n", "file", "-f", publicKey.toString(), data.toString());
    return directory.resolve("data.sig");
  }

  private Tool ssh(String... command) throws Exception {
    return Tool.run(Map.of("SSH_AUTH_SOCK", socket().toString()), "", command);
  }

  private byte[] exchange(byte[] message) throws IOException {
    try (SocketChannel channel = connect()) {
      var out = new DataOutputStream(Channels.newOutputStream(channel));
      out.writeInt(message.length);
      out.write(message);
      var in = new DataInputStream(Channels.newInputStream(channel));
      return in.readNBytes(in.readInt());
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket()));
    return channel;
  }

  private Path socket() {
    return directory.resolve("agent");
  }

  private static byte[] blob(byte[] last) {
    byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(8 + type.length + last.length)
        .putInt(type.length)
        .put(type)
        .putInt(last.length)
        .put(last)
        .array();
  }
}
