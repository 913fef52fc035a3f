package dev.holdfast.standalone.port;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.home.OwnerFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/** The ports that this platform uses, remembered in {@code ports.json}. */
public final class Ports {

  static final String FILE = "ports.json";

  /**
   * Where free ports are looked for: below the range that Linux takes for outgoing connections,
   * which could have taken a remembered port by the next start, and small enough for Temporal,
   * which stores them as 16 bits with a sign.
   */
  private static final int LOWEST = 20_000;

  private static final int BELOW = 32_768;

  private final EnumMap<Port, Integer> numbers = new EnumMap<>(Port.class);

  private Ports() {}

  /**
   * Chooses a port for each: the remembered one, else the usual one, else a free one.
   *
   * @param held ports whose holder is a living part of this platform, kept as they are
   * @param free tells whether a port can be bound on the loopback address
   */
  public static Ports choose(Path home, Set<Port> held, IntPredicate free) throws IOException {
    Map<String, Integer> remembered = remembered(home);
    Ports ports = new Ports();
    for (Port port : Port.values()) {
      int number = remembered.getOrDefault(port.key, port.usual);
      boolean ours = held.contains(port) && remembered.containsKey(port.key);
      if (!ours && (ports.numbers.containsValue(number) || !free.test(number))) {
        number = ports.anyFree(free);
      }
      ports.numbers.put(port, number);
    }
    return ports;
  }

  public static Ports choose(Path home, Set<Port> held) throws IOException {
    return choose(home, held, Ports::isFree);
  }

  /** The ports chosen by the last start. */
  public static Ports read(Path home) throws IOException {
    Map<String, Integer> remembered = remembered(home);
    Ports ports = new Ports();
    for (Port port : Port.values()) {
      ports.numbers.put(port, remembered.getOrDefault(port.key, port.usual));
    }
    return ports;
  }

  public int get(Port port) {
    return Objects.requireNonNull(numbers.get(port));
  }

  public void set(Port port, int number) {
    numbers.put(port, number);
  }

  public void save(Path home) throws IOException {
    Map<String, Integer> named = new TreeMap<>();
    numbers.forEach((port, number) -> named.put(port.key, number));
    OwnerFiles.writeIfChanged(home.resolve(FILE), HomeJson.text(named));
  }

  /** Tells whether this port can be bound on the loopback address now. */
  public static boolean isFree(int number) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private int anyFree(IntPredicate free) throws IOException {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int number = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
      if (!numbers.containsValue(number) && free.test(number)) {
        return number;
      }
    }
    throw new IOException("no free port on the loopback address");
  }

  private static Map<String, Integer> remembered(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return Map.of();
    }
    return HomeJson.MAPPER.readValue(
        Files.readAllBytes(file), new TypeReference<Map<String, Integer>>() {});
  }
}
