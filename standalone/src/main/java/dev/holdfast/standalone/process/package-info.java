/** Processes that outlive the one that started them: started, recorded, supervised, found again. */
@NullMarked
package dev.holdfast.standalone.process;

import org.jspecify.annotations.NullMarked;
