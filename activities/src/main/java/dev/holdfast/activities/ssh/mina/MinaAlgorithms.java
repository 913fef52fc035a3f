package dev.holdfast.activities.ssh.mina;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * What MINA offers to servers, by the names that {@code ssh -Q} uses, spelt out: the same as on
 * sshj, with post-quantum key exchanges before it.
 *
 * <p>AES-GCM comes before ChaCha20, because the JDK does it in hardware and MINA does ChaCha20 in
 * Java.
 */
public final class MinaAlgorithms {
  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.mlkem768x25519,
          BuiltinDHFactories.sntrup761x25519,
          BuiltinDHFactories.sntrup761x25519_openssh,
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.ecdhp521,
          BuiltinDHFactories.ecdhp384,
          BuiltinDHFactories.ecdhp256,
          BuiltinDHFactories.dhg16_512,
          BuiltinDHFactories.dhg18_512,
          BuiltinDHFactories.dhg15_512,
          BuiltinDHFactories.dhg14_256);
  private static final List<BuiltinSignatures> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256);

  /** Asked of servers only where an authority is trusted; needed to log in with certificates. */
  private static final List<BuiltinSignatures> CERTIFICATES =
      List.of(
          BuiltinSignatures.ed25519_cert,
          BuiltinSignatures.nistp256_cert,
          BuiltinSignatures.nistp384_cert,
          BuiltinSignatures.nistp521_cert,
          BuiltinSignatures.rsaSHA512_cert,
          BuiltinSignatures.rsaSHA256_cert);

  private static final List<BuiltinCiphers> CIPHERS =
      List.of(
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.cc20p1305_openssh,
          BuiltinCiphers.aes256ctr,
          BuiltinCiphers.aes192ctr,
          BuiltinCiphers.aes128ctr);
  private static final List<BuiltinMacs> MACS =
      List.of(
          BuiltinMacs.hmacsha512etm,
          BuiltinMacs.hmacsha256etm,
          BuiltinMacs.hmacsha512,
          BuiltinMacs.hmacsha256);

  private MinaAlgorithms() {}

  static void applyTo(SshClient client) {
    client.setKeyExchangeFactories(KEY_EXCHANGES.stream().map(ClientBuilder.DH2KEX).toList());
    client.setSignatureFactories(
        Stream.concat(CERTIFICATES.stream(), SIGNATURES.stream())
            .<NamedFactory<Signature>>map(s -> s)
            .toList());
    client.setCipherFactories(List.copyOf(CIPHERS));
    client.setMacFactories(List.copyOf(MACS));
    client.setCompressionFactories(List.of(BuiltinCompressions.none));
  }

  /** The algorithms of {@code kex}, {@code cipher}, {@code mac} and {@code key-sig}. */
  public static Map<String, List<String>> byKind() {
    return Map.of(
        "kex", names(KEY_EXCHANGES),
        "cipher", names(CIPHERS),
        "mac", names(MACS),
        "key-sig", names(SIGNATURES));
  }

  private static List<String> names(List<? extends NamedResource> algorithms) {
    return algorithms.stream().map(NamedResource::getName).toList();
  }
}
