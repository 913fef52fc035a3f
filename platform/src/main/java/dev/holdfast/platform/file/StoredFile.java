package dev.holdfast.platform.file;

/**
 * A whole file of the store.
 *
 * @param sha256 in hexadecimal
 * @param size in bytes
 */
public record StoredFile(long id, String sha256, long size) {}
