package dev.rehome.sandbox;

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
  private final int rows;
  private Sandbox sandbox;
  private boolean forAll;

  /** About so many rows in us_east. */
  public FreshSandbox(int rows) {
    this.rows = rows;
  }

  public Sandbox get() {
    return sandbox;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    forAll = true;
    sandbox = Servers.fresh(rows);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!forAll) {
      sandbox = Servers.fresh(rows);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!forAll) {
      sandbox.close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    sandbox.close();
  }
}
