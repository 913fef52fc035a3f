/** The whole story on lab servers, told and proven act by act. */
@NullMarked
package dev.holdfast.demo;

import org.jspecify.annotations.NullMarked;
