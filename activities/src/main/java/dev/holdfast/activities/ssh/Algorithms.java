package dev.holdfast.activities.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.signature.SignatureRSA;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;
import net.schmizz.sshj.userauth.keyprovider.OpenSSHKeyFile;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;

/**
 * What is offered to servers, spelt out: sshj's own default still offers arcfour, CBC, MD5 and
 * SHA-1.
 *
 * <p>It has no post-quantum key exchange; a server that insists on one needs another adapter.
 */
final class Algorithms {

  /** What host certificates are signed with; asked for only where an authority is trusted. */
  static final List<String> CERTIFICATES =
      List.of(
          "ssh-ed25519-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com",
          "rsa-sha2-512-cert-v01@openssh.com",
          "rsa-sha2-256-cert-v01@openssh.com");

  private Algorithms() {}

  /** For a server whose host certificates are trusted too. */
  static Config withCertificates(LoggerFactory loggers) {
    ConfigImpl config = (ConfigImpl) config(loggers);
    List<Factory.Named<KeyAlgorithm>> all = new ArrayList<>(config.getKeyAlgorithms());
    all.addAll(
        List.of(
            KeyAlgorithms.EdDSA25519CertV01(),
            KeyAlgorithms.ECDSASHANistp256CertV01(),
            KeyAlgorithms.ECDSASHANistp384CertV01(),
            KeyAlgorithms.ECDSASHANistp521CertV01(),
            new KeyAlgorithms.Factory(
                "rsa-sha2-512-cert-v01@openssh.com",
                new SignatureRSA.FactoryRSASHA512(),
                KeyType.RSA_CERT),
            new KeyAlgorithms.Factory(
                "rsa-sha2-256-cert-v01@openssh.com",
                new SignatureRSA.FactoryRSASHA256(),
                KeyType.RSA_CERT)));
    config.setKeyAlgorithms(all);
    // It knows no authorities, and takes SHA-1: HostTrust decides.
    config.setVerifyHostKeyCertificates(false);
    return config;
  }

  static Config config(LoggerFactory loggers) {
    ConfigImpl config = new ConfigImpl();
    config.setLoggerFactory(loggers);
    config.setVersion("Holdfast");
    config.setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
    config.setKeyExchangeFactories(
        List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory521(),
            new ECDHNistP.Factory384(),
            new ECDHNistP.Factory256(),
            DHGroups.Group16SHA512(),
            DHGroups.Group18SHA512(),
            DHGroups.Group15SHA512(),
            DHGroups.Group14SHA256(),
            // Without it OpenSSH does not say that it takes rsa-sha2 from RSA login keys.
            new ExtInfoClientFactory()));
    config.setKeyAlgorithms(
        List.of(
            KeyAlgorithms.EdDSA25519(),
            KeyAlgorithms.ECDSASHANistp256(),
            KeyAlgorithms.ECDSASHANistp384(),
            KeyAlgorithms.ECDSASHANistp521(),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256()));
    List<Factory.Named<Cipher>> ciphers = new ArrayList<>();
    // First, because processors do it in hardware: files go several times faster.
    ciphers.addAll(JdkAes.gcm());
    ciphers.add(ChachaPolyCiphers.CHACHA_POLY_OPENSSH());
    ciphers.addAll(JdkAes.ctr());
    config.setCipherFactories(ciphers);
    config.setMACFactories(
        List.of(
            Macs.HMACSHA2512Etm(), Macs.HMACSHA2256Etm(), Macs.HMACSHA2512(), Macs.HMACSHA2256()));
    config.setCompressionFactories(List.of(new NoneCompression.Factory()));
    config.setFileKeyProviderFactories(
        List.of(
            new OpenSSHKeyV1KeyFile.Factory(),
            new PKCS8KeyFile.Factory(),
            new OpenSSHKeyFile.Factory()));
    config.setKeepAliveProvider(LifeCheck.PROVIDER);
    return config;
  }
}
