/** The rules that say whose approval plans take. */
@NullMarked
package dev.holdfast.cli.approval;

import org.jspecify.annotations.NullMarked;
