/** Which commands may run where: a guard against accidents and for least privilege, no sandbox. */
@NullMarked
package dev.holdfast.platform.policy;

import org.jspecify.annotations.NullMarked;
