package dev.holdfast.api.organisations;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Statements that rightly name no organisation, by method, each with the reason. */
final class Exceptions {
  /** Reasons by method. */
  static final Map<String, String> ALL = new TreeMap<>();

  static {
    because(
        "by the id of an operation, which is never given to another; whoever asks has been checked"
            + " for it, and workers know it from their workflow",
        "LeaseDeliveries.begun",
        "LeaseDeliveries.end",
        "LeaseDeliveries.insert",
        "Erasure.erase",
        "IncidentIntake.join",
        "IncidentRecording.close",
        "IncidentRecording.open",
        "IncidentRecording.show",
        "IncidentRecording.signals",
        "Approvals.since",
        "OperationNews.asked",
        "OperationNews.warnings",
        "OperationReading.parts",
        "OperationRecording.open",
        "OperationRecording.operation",
        "Operations.find",
        "Operations.recordGates",
        "Operations.recordPace",
        "Operations.recordRun",
        "ParkedServers.record",
        "RunbookSteps.origin",
        "ServerRepairs.open",
        "ServerRepairs.waits");
    because(
        "by the full name of a server, which carries its organisation and was found in it",
        "ConfirmedInputs.rows",
        "CredentialLeases.usedOn",
        "CredentialRotations.lock",
        "FleetRows.gateQueues",
        "FleetRows.gateServers",
        "FleetRows.next",
        "HostKeyPins.store",
        "Machines.aliasOf",
        "Machines.othersWithTheSameHostKey",
        "NamedSecretUses.forget",
        "Operations.insert",
        "Operations.routes",
        "ParkedServers.targets",
        "PendingReverts.expect",
        "ServerAdapters.keep",
        "ServerContacts.failed",
        "ServerContacts.reached",
        "ServerRepairs.rows",
        "Servers.add",
        "Servers.behind",
        "Servers.find",
        "Servers.known",
        "Servers.moved",
        "Servers.remove",
        "StoredCredentialTries.notShown",
        "StoredCredentialTries.password",
        "StoredCredentialTries.refused");
    because(
        "by the id of a server's registration, which is never given to another; whoever asks has"
            + " found it in the organisation, or has it from its workflow",
        "ContainerMonitors.find",
        "ContainerMonitors.state",
        "ContainerMonitors.watching",
        "ContainerViolations.end",
        "ContainerViolations.lasts",
        "ContainerViolations.open");
    because(
        "of every organisation, for what the platform does by itself, and for its figures",
        "ContainerHistory.figures",
        "ContainerMonitors.still");
    because(
        "of all servers at once, to be looked up by their full names",
        "CredentialRefusals.all",
        "ServerAdapters.choices",
        "ServerContacts.all");
    because(
        "by the number of a file that was found or made in the organisation just before",
        "Arrival.move",
        "Arrival.there",
        "Arrival.whole",
        "FileContent.replace",
        "FileStore.complete");
    because(
        "by the id of a schedule, which Temporal has, or which was found by its name in the"
            + " organisation",
        "ScheduleNews.failed",
        "ScheduleNews.told",
        "Schedules.find",
        "Schedules.remove",
        "Schedules.run",
        "Schedules.runs",
        "Schedules.synced");
    because(
        "by the id of a secret or profile that was found in the organisation just before",
        "NamedSecrets.change",
        "Profiles.last",
        "Profiles.set");
    because(
        "events have one order over all organisations; what is read for all is shown to each by an"
            + " EventFilter, which names its organisation",
        "Events.after",
        "Events.number");
    because(
        "gives what waits of every organisation its place in the chain of the organisation that the"
            + " record names",
        "AuditChaining.taken",
        "AuditChaining.waiting");
    because(
        "of every organisation, for what the platform does by itself; each row is then handled by"
            + " its id",
        "CredentialLeases.due",
        "Incidents.orphaned",
        "Incidents.waiting",
        "SteeringRequests.due");
    because(
        "by the id of a sink that was found in the organisation just before, or that is sent to for"
            + " its organisation",
        "Deliveries.delivered",
        "Deliveries.failed",
        "Deliveries.leaveAlone",
        "Deliveries.next",
        "Deliveries.probe",
        "SinkClaims.claim",
        "SinkClaims.release",
        "Sinks.change",
        "Sinks.find",
        "Sinks.forgetDeliveries");
    because(
        "of events that are queued for the sinks of their own organisations only",
        "DeliveryQueue.operationTypes");
    because(
        "of all servers at once, for the figures of the installation, which tell no server's name",
        "Servers.regions");
    because(
        "by the number of a record that was just written",
        "CommandAudit.begun",
        "CommandAudit.ofEntry",
        "CommandAudit.write");
    because(
        "by a token or session that only its owner knows; it says to which organisation it belongs",
        "LoginSessions.touch",
        "LogoutHints.followCode",
        "RefreshTokens.refresh",
        "Tokens.holder",
        "Tokens.redeem",
        "Tokens.revoke");
    because(
        "users' names are unique over all organisations; whoever may change this user was checked"
            + " just before, in the same transaction",
        "Grants.outdate",
        "LoginSessions.endAll",
        "LoginSessions.version",
        "Passwords.hash",
        "Passwords.set",
        "SecondFactors.asked",
        "SecondFactors.confirm",
        "SecondFactors.timeCode",
        "SecondFactors.use",
        "Users.disable",
        "Users.exists",
        "Users.remove");
    because(
        "maintenance of the whole platform, which tells nobody what it finds",
        "AuditExpiry.expire",
        "CommandAudit.abandoned",
        "CredentialLeases.forgetOld",
        "Deliveries.expire",
        "Events.expire",
        "FileContent.replaceSomeDigests",
        "FileStore.sweep",
        "LoginSessions.forgetOld",
        "LogoutHints.forgetExpired",
        "OperationDigests.replaceSome",
        "OperationFigures.open",
        "OperationFigures.waiting",
        "OperationRetention.next",
        "Operations.open",
        "ProviderLogins.forgetExpired",
        "RefreshTokens.forgetExpired",
        "Schedules.purge",
        "Schedules.removed",
        "Schedules.unsynced",
        "SecretShares.make",
        "SinkClaims.due",
        "Sinks.figures",
        "Tokens.forgetExpired");
  }

  private Exceptions() {}

  private static void because(String reason, String... methods) {
    List.of(methods).forEach(method -> ALL.put(method, reason));
  }
}
