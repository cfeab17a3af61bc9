package dev.rehome.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Notes in each exchange the routes that it is in: the one that began it first, then what each
 * called.
 */
final class RouteTrail extends RoutePolicySupport implements RoutePolicyFactory {
  private static final String PROPERTY = "route-trail";

  /** The routes that the exchange is in, the innermost last. */
  static List<String> of(Exchange exchange) {
    List<String> routes = new ArrayList<>();
    for (Object route : exchange.getProperty(PROPERTY, List.of(), List.class)) {
      routes.add((String) route);
    }
    return routes;
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return this;
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    List<String> routes = of(exchange);
    routes.add(route.getRouteId());
    exchange.setProperty(PROPERTY, List.copyOf(routes));
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    List<String> routes = of(exchange);
    int at = routes.lastIndexOf(route.getRouteId());
    if (at >= 0) {
      exchange.setProperty(PROPERTY, List.copyOf(routes.subList(0, at)));
    }
  }
}
