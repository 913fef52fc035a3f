package dev.holdfast.api.activities;

/** Implements activities of the queue {@code platform}. */
public interface PlatformActivities {}
