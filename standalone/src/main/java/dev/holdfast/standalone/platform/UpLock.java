package dev.holdfast.standalone.platform;

import dev.holdfast.standalone.home.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by the one JVM that starts, runs or stops the platform, for as long as it does; the kernel
 * takes it back when that JVM dies.
 */
public final class UpLock implements AutoCloseable {

  private final FileChannel channel;

  private UpLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock if nobody has it. */
  public static Optional<UpLock> take(Home home) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.run().resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new UpLock(channel));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
