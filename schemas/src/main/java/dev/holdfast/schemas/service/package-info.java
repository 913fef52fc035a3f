/** The operation on units of systemd. */
@NullMarked
package dev.holdfast.schemas.service;

import org.jspecify.annotations.NullMarked;
