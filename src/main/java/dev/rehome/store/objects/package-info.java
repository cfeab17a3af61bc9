/**
 * The list of objects that a move works on, for who copies them and for who has references to them.
 */
package dev.rehome.store.objects;
