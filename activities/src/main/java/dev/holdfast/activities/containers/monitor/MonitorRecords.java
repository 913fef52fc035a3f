package dev.holdfast.activities.containers.monitor;

import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.ContainerObservations;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.containers.SetLimits;
import dev.holdfast.platform.setting.Settings;

/**
 * What a watch reads and writes in PostgreSQL.
 *
 * @param monitors what is wanted, and how it goes
 */
public record MonitorRecords(
    ContainerMonitors monitors,
    ContainerObservations observations,
    SetLimits limits,
    LearntDestinations learnt,
    Settings settings) {}
