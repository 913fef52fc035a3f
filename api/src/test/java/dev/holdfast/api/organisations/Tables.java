package dev.holdfast.api.organisations;

import java.util.Map;

/** To whom the rows of each table belong. */
final class Tables {
  /** Rows that say themselves to which organisation they belong, by the column that says it. */
  static final Map<String, String> OF_AN_ORGANISATION =
      Map.ofEntries(
          Map.entry("approval_rules", "organisation_id"),
          Map.entry("audit_chain", "organisation"),
          Map.entry("audit_checkpoints", "organisation"),
          Map.entry("command_audit", "organisation"),
          Map.entry("command_rules", "organisation"),
          Map.entry("container_destinations", "organisation_id"),
          Map.entry("container_learning", "organisation_id"),
          Map.entry("container_limits", "organisation_id"),
          Map.entry("container_minutes", "organisation_id"),
          Map.entry("container_monitors", "organisation_id"),
          Map.entry("container_samples", "organisation_id"),
          Map.entry("container_violations", "organisation_id"),
          Map.entry("credential_leases", "organisation_id"),
          Map.entry("events", "organisation_id"),
          Map.entry("files", "organisation_id"),
          Map.entry("grants", "organisation_id"),
          Map.entry("identity_providers", "organisation_id"),
          Map.entry("incidents", "organisation_id"),
          Map.entry("login_sessions", "organisation_id"),
          Map.entry("logout_hints", "organisation_id"),
          Map.entry("maintenance_windows", "organisation_id"),
          Map.entry("named_secrets", "organisation_id"),
          Map.entry("operations", "organisation_id"),
          Map.entry("organisation_quotas", "organisation_id"),
          Map.entry("password_history", "organisation_id"),
          Map.entry("profiles", "organisation_id"),
          Map.entry("provider_groups", "organisation_id"),
          Map.entry("provider_logins", "organisation_id"),
          Map.entry("recovery_codes", "organisation_id"),
          Map.entry("roles", "organisation_id"),
          Map.entry("runbooks", "organisation_id"),
          Map.entry("schedules", "organisation_id"),
          Map.entry("second_factors", "organisation_id"),
          Map.entry("servers", "organisation_id"),
          Map.entry("stack_deployments", "organisation_id"),
          Map.entry("sinks", "organisation_id"),
          Map.entry("tokens", "organisation_id"),
          Map.entry("user_identities", "organisation_id"),
          Map.entry("users", "organisation_id"));

  /** Rows that belong to a row of another table, by the column that names it. */
  static final Map<String, String> OF_A_PARENT =
      Map.ofEntries(
          Map.entry("approvals", "operation"),
          Map.entry("approval_escalations", "operation"),
          Map.entry("audit_unchained", "record"),
          Map.entry("changes", "operation"),
          Map.entry("credential_lease_uses", "lease"),
          Map.entry("credential_tries", "server"),
          Map.entry("file_chunks", "file"),
          Map.entry("file_owners", "file"),
          Map.entry("incident_entries", "operation"),
          Map.entry("incident_signals", "operation"),
          Map.entry("lease_deliveries", "operation"),
          Map.entry("named_secret_shares", "secret"),
          Map.entry("named_secret_uses", "secret"),
          Map.entry("named_secret_versions", "secret"),
          Map.entry("operation_files", "operation"),
          Map.entry("operation_logs", "operation"),
          Map.entry("operation_servers", "operation"),
          Map.entry("operation_steps", "operation"),
          Map.entry("steering_requests", "operation"),
          Map.entry("pending_reverts", "server"),
          Map.entry("plans", "operation"),
          Map.entry("profile_versions", "profile"),
          Map.entry("refresh_tokens", "session_id"),
          Map.entry("runbook_steps", "operation"),
          Map.entry("schedule_runs", "schedule"),
          Map.entry("server_adapters", "server"),
          Map.entry("server_contacts", "server"),
          Map.entry("sink_deliveries", "sink"));

  /** Rows of the platform as a whole. */
  static final Map<String, String> OF_THE_PLATFORM =
      Map.of(
          "organisations", "they are the organisations",
          "audit_keys", "one platform signs for all",
          "event_ids", "events have one order, of which each organisation sees its own",
          "ready_minutes", "one platform is ready for all or for none",
          "settings", "how the platform works is its administrators' business",
          "signing_keys", "one platform signs for all",
          "login_failures", "who fails to log in is nobody's yet",
          "secrets", "sealed by name: each name carries an organisation or an immutable id",
          "data_keys", "each is found by the id of what it encrypts",
          "flyway_schema_history", "which migrations have run");

  private Tables() {}
}
