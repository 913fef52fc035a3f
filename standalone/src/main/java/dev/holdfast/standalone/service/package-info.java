/** The platform as a service of systemd. */
@NullMarked
package dev.holdfast.standalone.service;

import org.jspecify.annotations.NullMarked;
