package dev.holdfast.schemas.diagnosis;

/**
 * Which server to look at.
 *
 * @param server the name of a registered server
 */
public record DiagnosisRequest(String server) {}
