/** How large a tenant is and how long its pause will be, tried on the link itself. */
package dev.rehome.postgres.forecast;
