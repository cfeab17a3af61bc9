package dev.rehome.sandbox;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox of its own for each test ({@code @RegisterExtension final}) or for all tests of a class
 * ({@code @RegisterExtension static final}).
 */
public final class FreshSandbox
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final AtomicInteger STORES = new AtomicInteger();

  private final int rows;
  private boolean withObjects;
  private Optional<SandboxObjects> objects = Optional.empty();
  private Sandbox sandbox;
  private boolean forAll;

  /** About so many rows in us_east. */
  public FreshSandbox(int rows) {
    this.rows = rows;
  }

  /** The same with two empty buckets, in the store that all tests share. */
  public FreshSandbox withObjects() {
    withObjects = true;
    return this;
  }

  private void open() {
    sandbox = Servers.fresh(rows);
    if (withObjects) {
      objects =
          Optional.of(SandboxObjects.in(ObjectServers.proxy(), "-" + STORES.incrementAndGet()));
      sandbox = sandbox.with(objects.get());
    }
  }

  private void end() throws Exception {
    objects.ifPresent(SandboxObjects::close);
    sandbox.close();
  }

  /** Its object store. */
  public SandboxObjects objects() {
    return objects.orElseThrow();
  }

  public Sandbox get() {
    return sandbox;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    forAll = true;
    open();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!forAll) {
      open();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!forAll) {
      end();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    end();
  }
}
