/** What happens, as it happens. */
@NullMarked
package dev.holdfast.cli.notify;

import org.jspecify.annotations.NullMarked;
