/** What every request passes before anything else looks at it. */
@NullMarked
package dev.holdfast.api.web;

import org.jspecify.annotations.NullMarked;
