/** The server-setup operation: users, groups, keys, sudo rules, directories, packages. */
@NullMarked
package dev.holdfast.schemas.serversetup;

import org.jspecify.annotations.NullMarked;
