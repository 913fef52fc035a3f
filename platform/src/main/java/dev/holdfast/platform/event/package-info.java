/** What has happened, recorded with the change that it tells of. */
@NullMarked
package dev.holdfast.platform.event;

import org.jspecify.annotations.NullMarked;
