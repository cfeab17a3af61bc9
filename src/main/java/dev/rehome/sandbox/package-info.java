/** A set of databases and buckets over real servers, with the settings for it. */
package dev.rehome.sandbox;
