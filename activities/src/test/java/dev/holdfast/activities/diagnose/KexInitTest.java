package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KexInitTest {
  private static final int PADDING = 7;

  @Test
  void shouldReadEveryList() throws IOException {
    byte[] packet =
        packet(
            offer(
                "curve25519-sha256,ecdh-sha2-nistp256",
                "ssh-ed25519",
                "aes256-ctr",
                "aes128-ctr",
                "hmac-sha2-256",
                "",
                "none",
                "none",
                "",
                ""));

    assertThat(KexInit.read(new ByteArrayInputStream(packet)))
        .isEqualTo(
            new KexInit(
                List.of("curve25519-sha256", "ecdh-sha2-nistp256"),
                List.of("ssh-ed25519"),
                List.of("aes256-ctr"),
                List.of("aes128-ctr"),
                List.of("hmac-sha2-256"),
                List.of()));
  }

  @Test
  void shouldTellWhyTheServerEndsTheConnection() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeByte(1);
    data.writeInt(12);
    text(data, "Too many\u001b connections");
    text(data, "");

    refused(packet(bytes.toByteArray()), "reason 12: Too many? connections");
  }

  @Test
  void shouldRefuseWhatIsCutShortOrNoPacket() throws IOException {
    byte[] whole = packet(offer("a", "b", "c", "d", "e", "f"));

    refused(Arrays.copyOf(whole, 30), "closed the connection");
    refused(new byte[0], "closed the connection");
    refused(packet(offer("a", "b", "c")), "cut short");
    refused("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII), "no SSH packet");
    refused(packet(new byte[] {21}), "message 21");
    byte[] lie = offer("a", "b", "c", "d", "e", "f");
    lie[17] = (byte) 0x7f;
    refused(packet(lie), "cut short");
  }

  private static void refused(byte[] packet, String words) {
    assertThatThrownBy(() -> KexInit.read(new ByteArrayInputStream(packet)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words);
  }

  private static byte[] offer(String... lists) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeByte(20);
    data.write(new byte[16]);
    for (String list : lists) {
      text(data, list);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream data, String text) throws IOException {
    data.writeInt(text.length());
    data.writeBytes(text);
  }

  private static byte[] packet(byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeInt(1 + payload.length + PADDING);
    data.writeByte(PADDING);
    data.write(payload);
    data.write(new byte[PADDING]);
    return bytes.toByteArray();
  }
}
