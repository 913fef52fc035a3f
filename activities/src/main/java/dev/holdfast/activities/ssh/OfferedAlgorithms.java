package dev.holdfast.activities.ssh;

import java.util.List;
import java.util.Map;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;

/** What sshj offers to servers, by the names that {@code ssh -Q} uses. */
public final class OfferedAlgorithms {
  private OfferedAlgorithms() {}

  /** The algorithms of {@code kex}, {@code cipher}, {@code mac} and {@code key-sig}. */
  public static Map<String, List<String>> byKind() {
    Config config = Algorithms.config(LoggerFactory.DEFAULT);
    return Map.of(
        "kex", Factory.Named.Util.getNames(config.getKeyExchangeFactories()),
        "cipher", Factory.Named.Util.getNames(config.getCipherFactories()),
        "mac", Factory.Named.Util.getNames(config.getMACFactories()),
        "key-sig", Factory.Named.Util.getNames(config.getKeyAlgorithms()));
  }
}
