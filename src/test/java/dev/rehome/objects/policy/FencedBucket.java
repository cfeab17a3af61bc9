package dev.rehome.objects.policy;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.ObjectsFence;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.sandbox.servers.PolicyFront;
import dev.rehome.store.Turns;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket whose policies are obeyed, with a tenant, a neighbour, and the fence of a move. */
final class FencedBucket implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(60);

  final PolicyFront front;
  final TwoBuckets two;
  final Move move;
  final ObjectsFence fence;

  /** The epochs that the control store knows, one for each time it is asked; then the last one. */
  final Queue<Long> epochs = new ArrayDeque<>();

  /** What happens while a worker is asleep: once, between its last question and its write. */
  volatile Runnable meanwhile = () -> {};

  private final List<ObjectCells> processes = new ArrayList<>();
  private volatile long newest = 1;

  FencedBucket() throws IOException {
    this(LEASE);
  }

  FencedBucket(Duration lease) throws IOException {
    front = PolicyFront.of(ObjectServers.proxy().endpoint());
    two = TwoBuckets.on(front.endpoint(), Setting.USUAL.fenced());
    move = two.move;
    fence = new ObjectsFence(two.cells, Clock.systemUTC(), lease, this::confirm);
  }

  /** Another process's fence of the same bucket. */
  ObjectsFence process(Turns turns) {
    ObjectCells cells = new ObjectCells(two.settings, turns);
    processes.add(cells);
    return new ObjectsFence(cells, Clock.systemUTC(), LEASE, this::confirm);
  }

  /** As the control store has it when the move's next worker, of epoch 2, has ended it. */
  void over() {
    newest = 3;
  }

  /** As it has it when epoch 2 works on the move. */
  void takenOver() {
    newest = 2;
  }

  private void confirm(Move asking) {
    if (!epochs.isEmpty()) {
      newest = epochs.remove();
    }
    if (asking.epoch() < newest) {
      throw new StaleLease("epoch " + asking.epoch() + ", there is " + newest);
    }
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
  }

  void close(Move closing) {
    fence.close(closing, Duration.ofSeconds(10));
  }

  /** The same move's id, another one's move. */
  Move another(String id) {
    return new Move(
        id,
        "j-" + id,
        move.tenant(),
        move.source(),
        move.target(),
        move.options(),
        move.epoch(),
        move.position());
  }

  String policy() {
    return front.policy(two.shared).orElse("none");
  }

  /** The tenant's application writes: {@code passes}, or the store's word. */
  String write() {
    return write(TwoBuckets.PREFIX + "late");
  }

  String write(String key) {
    try {
      two.s3.putObject(c -> c.bucket(two.shared).key(key), RequestBody.fromString("late"));
      return "passes";
    } catch (S3Exception e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  @Override
  public void close() {
    processes.forEach(ObjectCells::close);
    two.close();
    front.close();
  }
}
