package dev.rehome.pipeline;

import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.Suspendable;
import org.apache.camel.impl.engine.DefaultRouteController;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Suspend, and stop, means paused: what is under way in the route ends, nothing else begins, and
 * resume, or start, lets it go on. Camel's own way waits for what is under way, breaks it off after
 * a while, and leaves a {@code direct:} without its consumer. What JMX asks of a route comes here.
 */
final class PausingController extends DefaultRouteController {
  private final SuspendedRoutes suspended;

  PausingController(SuspendedRoutes suspended) {
    this.suspended = suspended;
  }

  @Override
  public ServiceStatus getRouteStatus(String routeId) {
    return suspended.contains(routeId) ? ServiceStatus.Suspended : super.getRouteStatus(routeId);
  }

  /** The second time changes nothing. */
  @Override
  public void suspendRoute(String routeId) {
    Route route = route(routeId);
    suspended.add(routeId);
    if (route.getConsumer() instanceof ScheduledPollConsumer polls) {
      ServiceHelper.suspendService(polls);
    }
  }

  /** The second time changes nothing. */
  @Override
  public void resumeRoute(String routeId) {
    Route route = route(routeId);
    suspended.remove(routeId);
    if (route.getConsumer() instanceof Suspendable polls) {
      ServiceHelper.resumeService(polls);
    }
  }

  private Route route(String routeId) {
    Route route = getCamelContext().getRoute(routeId);
    if (route == null) {
      throw new IllegalArgumentException("there is no route " + routeId);
    }
    return route;
  }

  @Override
  public void suspendRoute(String routeId, long timeout, TimeUnit unit) {
    suspendRoute(routeId);
  }

  @Override
  public void stopRoute(String routeId) {
    suspendRoute(routeId);
  }

  @Override
  public void stopRoute(String routeId, Throwable cause) {
    suspendRoute(routeId);
  }

  @Override
  public void stopRoute(String routeId, long timeout, TimeUnit unit) {
    suspendRoute(routeId);
  }

  @Override
  public boolean stopRoute(String routeId, long timeout, TimeUnit unit, boolean abortAfterTimeout) {
    suspendRoute(routeId);
    return true;
  }

  @Override
  public void startRoute(String routeId) throws Exception {
    if (suspended.contains(routeId)) {
      resumeRoute(routeId);
    } else {
      super.startRoute(routeId);
    }
  }
}
