package dev.holdfast.api.agent;

/**
 * What goes into the agent's answer.
 *
 * @param signature the algorithm's name and the signature, in base64
 */
record Signature(String signature) {}
