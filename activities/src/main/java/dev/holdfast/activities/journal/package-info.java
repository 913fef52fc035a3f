/** The journal on the server: a changing command is started at most once. */
@NullMarked
package dev.holdfast.activities.journal;

import org.jspecify.annotations.NullMarked;
