/** Real servers as children of this JVM. */
package dev.rehome.sandbox.servers;
