/** The settings of a server's Docker engine. */
@NullMarked
package dev.holdfast.activities.dockersettings;

import org.jspecify.annotations.NullMarked;
