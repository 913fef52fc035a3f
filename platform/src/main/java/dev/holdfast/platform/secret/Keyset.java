package dev.holdfast.platform.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.holdfast.platform.OwnerOnlyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * AES-256-GCM keys in a file of mode 0600, encrypted itself where {@link KeyEncryption} says so:
 * the newest encrypts, every one decrypts. Safe for use by several threads; a key that another
 * process has added is found when it is first met.
 */
public final class Keyset {
  /** The file of the keys that encrypt secrets. */
  public static final String SECRETS = "keyset.json";

  /** The file of the keys that encrypt what Temporal stores. */
  public static final String PAYLOADS = "payloads.json";

  /** How long another process may still encrypt with the key before. */
  public static final Duration STALE = Duration.ofSeconds(5);

  /** What only an encrypted file has. */
  private static final String ENCRYPTED = "\"encryptedKeyset\"";

  private static final Configuration CONFIGURATION = configuration();

  private final Path file;
  private final KeyEncryption encryption;
  private volatile Loaded loaded;
  private volatile long lookedAt = System.nanoTime();

  /** Opens it with what this process has to encrypt key files. */
  public Keyset(Path file) {
    this(file, KeyEncryption.ofThisProcess());
  }

  /**
   * Opens the keyset of this file; makes one with a single new key where there is none. Encrypts
   * the file where it is not encrypted as it should be.
   *
   * @throws IllegalStateException if it cannot be decrypted, with the remedy
   */
  public Keyset(Path file, KeyEncryption encryption) {
    this.file = file;
    this.encryption = encryption;
    try {
      if (!Files.exists(file)) {
        OwnerOnlyFile.create(
            file,
            text(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CONFIGURATION)));
      }
      this.loaded = load(file);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(file + " is not a keyset: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!loaded.asItShouldBe()) {
      change(now -> now);
    }
  }

  /** Encrypts with the newest key, bound to {@code associatedData}. */
  public byte[] encrypt(byte[] plain, byte[] associatedData) {
    lookForNewKeys();
    try {
      return loaded.aead().encrypt(plain, associatedData);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decrypts with whichever key it was encrypted with.
   *
   * @throws GeneralSecurityException if no key of this set fits, or something was tampered with
   */
  public byte[] decrypt(byte[] cipher, byte[] associatedData) throws GeneralSecurityException {
    Loaded before = loaded;
    try {
      return before.aead().decrypt(cipher, associatedData);
    } catch (GeneralSecurityException e) {
      if (!reloaded(before)) {
        throw e;
      }
      return loaded.aead().decrypt(cipher, associatedData);
    }
  }

  /** The id of the key that encrypts from now on. */
  public String currentKeyId() {
    lookForNewKeys();
    return id(loaded.handle().getPrimary());
  }

  /** The ids of all keys, the oldest first. */
  public List<String> keyIds() {
    lookForNewKeys();
    KeysetHandle keys = loaded.handle();
    return IntStream.range(0, keys.size()).mapToObj(i -> id(keys.getAt(i))).toList();
  }

  /** When a key was added or removed last, or the first one made. */
  public Instant changedAt() {
    lookForNewKeys();
    return loaded.modified().toInstant();
  }

  private static String id(KeysetHandle.Entry key) {
    return Integer.toUnsignedString(key.getId(), 16);
  }

  /** Another process may have added a key, or removed one, with which nothing must be encrypted. */
  private void lookForNewKeys() {
    long now = System.nanoTime();
    if (now - lookedAt < STALE.toNanos()) {
      return;
    }
    lookedAt = now;
    try {
      reloaded(loaded);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(file + " is not a keyset: " + e.getMessage(), e);
    }
  }

  /** Adds a new key, with which everything is encrypted from now on; the old ones still decrypt. */
  public void rotate() {
    change(now ->
        KeysetHandle.newBuilder(now)
            .addEntry(
                KeysetHandle.importKey(
                        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CONFIGURATION)
                            .getPrimary()
                            .getKey())
                    .makePrimary())
            .build());
  }

  /**
   * Removes a key for good: what it has encrypted cannot be read any more.
   *
   * @throws IllegalArgumentException if it is the one that encrypts, or there is none of this id
   */
  public void remove(String id) {
    change(now -> {
      int at =
          IntStream.range(0, now.size())
              .filter(i -> id(now.getAt(i)).equals(id))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("there is no key " + id));
      if (now.getAt(at).isPrimary()) {
        throw new IllegalArgumentException("key " + id + " is the one that encrypts");
      }
      return KeysetHandle.newBuilder(now).deleteAt(at).build();
    });
  }

  @FunctionalInterface
  private interface Change {
    KeysetHandle of(KeysetHandle now) throws GeneralSecurityException;
  }

  private synchronized void change(Change change) {
    try (FileChannel _ = locked()) {
      OwnerOnlyFile.replace(file, text(change.of(load(file).handle())));
      loaded = load(file);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Until it is closed, no other process changes the file: one of two new keys would be lost. */
  private FileChannel locked() throws IOException {
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling("." + file.getFileName() + ".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      var _ = channel.lock();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private synchronized boolean reloaded(Loaded before) throws GeneralSecurityException {
    try {
      if (loaded.modified().equals(before.modified())) {
        if (Files.getLastModifiedTime(file).equals(before.modified())) {
          return false;
        }
        loaded = load(file);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Configuration configuration() {
    try {
      AeadConfig.register();
      return RegistryConfiguration.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Loaded load(Path file) throws IOException, GeneralSecurityException {
    FileTime modified = Files.getLastModifiedTime(file);
    String text = Files.readString(file);
    boolean encrypted = text.contains(ENCRYPTED);
    KeysetHandle handle =
        encrypted
            ? decrypted(text)
            : TinkJsonProtoKeysetFormat.parseKeyset(
                text, CONFIGURATION, InsecureSecretKeyAccess.get());
    return new Loaded(
        handle,
        handle.getPrimitive(CONFIGURATION, Aead.class),
        modified,
        encrypted == (encryption.now() != null) && encryption.before() == null);
  }

  private KeysetHandle decrypted(String text) {
    String why =
        "this process has no key for it: start it with %s, %s or %s as it was when the file was encrypted"
            .formatted(KeyEncryption.VARIABLE, KeyEncryption.FILE, KeyEncryption.COMMAND);
    for (Aead key : encryption.all()) {
      try {
        return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(text, key, context(), CONFIGURATION);
      } catch (GeneralSecurityException e) {
        why = "the key of %s does not fit: %s".formatted(KeyEncryption.VARIABLE, e.getMessage());
      }
    }
    throw new IllegalStateException("%s is encrypted, and %s".formatted(file, why));
  }

  private String text(KeysetHandle handle) throws GeneralSecurityException {
    Aead now = encryption.now();
    return now == null
        ? TinkJsonProtoKeysetFormat.serializeKeyset(
            handle, CONFIGURATION, InsecureSecretKeyAccess.get())
        : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(handle, now, context(), CONFIGURATION);
  }

  /** Neither file passes for the other. */
  private byte[] context() {
    return String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param asItShouldBe encrypted by what encrypts now, as far as that is known
   */
  private record Loaded(KeysetHandle handle, Aead aead, FileTime modified, boolean asItShouldBe) {}
}
