/** The Temporal Web UI, behind our login. */
@NullMarked
package dev.holdfast.api.webui;

import org.jspecify.annotations.NullMarked;
