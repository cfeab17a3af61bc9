package dev.rehome.postgres.purge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which of many things stand in a circle, and in which order all can go: who points at another one
 * comes before it. Tarjan's algorithm, without recursion: a chain may be a million long.
 */
final class StrongComponents {
  private final int[] begin;
  private final int[] targets;
  private final int[] index;
  private final int[] low;
  private final int[] next;
  private final int[] open;
  private final int[] path;
  private final List<int[]> found = new ArrayList<>();
  private int opened;
  private int count;

  private StrongComponents(int size, int[] from, int[] to) {
    begin = new int[size + 1];
    for (int one : from) {
      begin[one + 1]++;
    }
    for (int i = 0; i < size; i++) {
      begin[i + 1] += begin[i];
    }
    next = Arrays.copyOf(begin, size);
    targets = new int[to.length];
    for (int i = 0; i < to.length; i++) {
      targets[next[from[i]]++] = to[i];
    }
    System.arraycopy(begin, 0, next, 0, size);
    index = new int[size];
    low = new int[size];
    open = new int[size];
    path = new int[size];
  }

  /**
   * Each circle as one array, and whatever stands in none as an array of its own.
   *
   * @param size the things are 0 to {@code size - 1}
   * @param from who points, one for each arrow
   * @param to at whom it points
   */
  static List<int[]> inOrder(int size, int[] from, int[] to) {
    StrongComponents components = new StrongComponents(size, from, to);
    for (int i = size - 1; i >= 0; i--) {
      if (components.index[i] == 0) {
        components.visit(i);
      }
    }
    Collections.reverse(components.found);
    return components.found;
  }

  private void visit(int root) {
    int depth = 0;
    path[0] = enter(root);
    while (depth >= 0) {
      int node = path[depth];
      if (next[node] < begin[node + 1]) {
        int target = targets[next[node]++];
        if (index[target] == 0) {
          path[++depth] = enter(target);
        } else if (index[target] > 0) {
          low[node] = Math.min(low[node], index[target]);
        }
      } else {
        if (low[node] == index[node]) {
          close(node);
        }
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[node]);
        }
      }
    }
  }

  private int enter(int node) {
    index[node] = ++count;
    low[node] = count;
    open[opened++] = node;
    return node;
  }

  /** All that was entered since, and is in no circle yet, is one. */
  private void close(int node) {
    int first = opened;
    do {
      first--;
      // below every index: whoever points at it later does not belong to it
      index[open[first]] = -1;
    } while (open[first] != node);
    found.add(Arrays.copyOfRange(open, first, opened));
    opened = first;
  }
}
