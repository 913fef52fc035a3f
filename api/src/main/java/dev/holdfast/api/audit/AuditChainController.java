package dev.holdfast.api.audit;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.audit.AuditCheckpoint;
import dev.holdfast.platform.audit.AuditCheckpoints;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.audit.AuditKeys;
import dev.holdfast.platform.audit.ChainedAudit;
import dev.holdfast.platform.operation.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads the audit as the chain that it is, and signs where it ends. */
@RestController
@RequestMapping("/api/v1/audit")
final class AuditChainController {
  private static final int MOST = 1000;

  private final ChainedAudit chain;
  private final AuditCheckpoints checkpoints;
  private final AuditKeys keys;

  AuditChainController(ChainedAudit chain, AuditCheckpoints checkpoints, AuditKeys keys) {
    this.chain = chain;
    this.checkpoints = checkpoints;
    this.keys = keys;
  }

  /**
   * Some of a chain.
   *
   * @param next the position to continue after; null if there is no more yet
   */
  record Chain(String organisation, List<AuditEntry> entries, @Nullable Long next) {}

  /**
   * @param unchained how many records were put there past the chain; none if all is well
   */
  record Unchained(long unchained) {}

  @Requires("audit:read")
  @GetMapping("/chain")
  Chain chain(
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = "500") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    int most = Math.clamp(limit, 1, MOST);
    List<AuditEntry> entries = chain.after(caller.organisation(), after, most);
    return new Chain(
        caller.organisation(),
        entries,
        entries.size() == most ? entries.getLast().position() : null);
  }

  @Requires("audit:read")
  @GetMapping("/chain/unchained")
  Unchained unchained(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Unchained(chain.unchained(caller.organisation()));
  }

  @Requires("audit:read")
  @GetMapping("/checkpoints")
  Page<AuditCheckpoint> checkpoints(
      @RequestParam(defaultValue = "100") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(checkpoints.list(caller.organisation(), Math.clamp(limit, 1, MOST)), null);
  }

  @Requires("audit:read")
  @PostMapping("/checkpoints")
  AuditCheckpoint sign(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("audit checkpoint");
    return checkpoints
        .sign(caller.organisation())
        .orElseThrow(() ->
            ApiException.conflict(
                "no-audit", "The audit has no entry yet; try again in a few seconds."));
  }

  @Requires("audit:read")
  @GetMapping("/keys")
  Page<AuditKeys.PublicKey> keys() {
    return new Page<>(keys.list(), null);
  }
}
