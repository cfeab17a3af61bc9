package dev.rehome.pipeline;

import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Makes a route that is suspended a paused one, for all routes of the context. */
final class Suspending extends MainListenerSupport {
  private final SuspendedRoutes suspended = new SuspendedRoutes();
  private final Gate gate;

  Suspending(Wiring wiring) {
    gate = new Gate(suspended, wiring.held(), wiring.spine(), wiring.standstills());
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    CamelContext camel = main.getCamelContext();
    PausingController controller = new PausingController(suspended);
    controller.setCamelContext(camel);
    camel.setRouteController(controller);
    camel.addRoutePolicyFactory(new RouteTrail());
    camel.getCamelContextExtension().addInterceptStrategy(gate);
  }
}
