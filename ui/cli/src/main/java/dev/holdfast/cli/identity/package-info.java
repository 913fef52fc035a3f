/** Users, roles and grants: who may do what. */
@NullMarked
package dev.holdfast.cli.identity;

import org.jspecify.annotations.NullMarked;
