/** A product with awkward tables and files, and writers that remember what they were told. */
package dev.rehome.sandbox.product;
