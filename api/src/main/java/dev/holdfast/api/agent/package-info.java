/** Signs logins for people's own SSH clients, so that no login key ever leaves the platform. */
@NullMarked
package dev.holdfast.api.agent;

import org.jspecify.annotations.NullMarked;
