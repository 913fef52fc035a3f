package dev.holdfast.api.servers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which host keys to pin; exactly one way has to be chosen, because trust is an explicit act.
 *
 * @param hostKeys {@code TYPE BASE64} lines, known from elsewhere
 * @param trust the fingerprint of one key that the server must show now
 * @param trustOnFirstUse whatever the server shows now
 * @param revoke the fingerprint of a key that is never trusted from now on, pinned, certified or an
 *     authority's
 */
record Trust(
    @Nullable List<String> hostKeys,
    @Nullable String trust,
    @Nullable Boolean trustOnFirstUse,
    @Nullable String revoke) {}
