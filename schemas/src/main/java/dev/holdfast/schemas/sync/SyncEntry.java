package dev.holdfast.schemas.sync;

import org.jspecify.annotations.Nullable;

/**
 * One line of a manifest.
 *
 * @param path below the directory, names separated by slashes; directories come before their
 *     content
 * @param type {@code file}, {@code directory} or {@code link}
 * @param mode permissions in octal; null for links
 * @param size in bytes; 0 but for files
 * @param modifiedAt seconds since 1970; 0 but for files
 * @param sha256 of a file's content
 * @param target where a link points to
 */
public record SyncEntry(
    String path,
    String type,
    @Nullable String mode,
    long size,
    long modifiedAt,
    @Nullable String sha256,
    @Nullable String target) {}
