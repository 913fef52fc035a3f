/** Users, roles and grants: who may do what. */
@NullMarked
package dev.holdfast.api.identity;

import org.jspecify.annotations.NullMarked;
