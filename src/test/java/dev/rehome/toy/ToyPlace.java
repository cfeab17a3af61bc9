package dev.rehome.toy;

import dev.rehome.model.FailPlace;

/** The toy's own places, and a program that passes one of them twice. */
enum ToyPlace implements FailPlace {
  TOY_THING_COPIED;

  public static void main(String[] args) {
    TOY_THING_COPIED.reached();
    System.out.println("once");
    TOY_THING_COPIED.reached();
    System.out.println("twice");
  }
}
