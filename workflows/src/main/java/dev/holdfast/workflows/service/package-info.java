/** The operation on units of systemd. */
@NullMarked
package dev.holdfast.workflows.service;

import org.jspecify.annotations.NullMarked;
