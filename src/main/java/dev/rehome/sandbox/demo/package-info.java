/** One move shown under load, and everything claimed of it looked at. */
package dev.rehome.sandbox.demo;
