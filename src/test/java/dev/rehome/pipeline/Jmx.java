package dev.rehome.pipeline;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

/** What an operator does to routes, over a connection of its own as jconsole has one. */
public final class Jmx implements AutoCloseable {
  private final JMXConnectorServer server;
  private final JMXConnector client;
  private final MBeanServerConnection beans;

  @SuppressWarnings("BanJNDI") // it is our own server
  public Jmx() throws IOException {
    server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://127.0.0.1"),
            Map.of(),
            ManagementFactory.getPlatformMBeanServer());
    server.start();
    client = JMXConnectorFactory.connect(server.getAddress());
    beans = client.getMBeanServerConnection();
  }

  public void suspend(String route) throws JMException, IOException {
    ask(route, "suspend");
  }

  public void resume(String route) throws JMException, IOException {
    ask(route, "resume");
  }

  public void ask(String route, String operation) throws JMException, IOException {
    beans.invoke(name(route), operation, new Object[0], new String[0]);
  }

  public String state(String route) throws JMException, IOException {
    return (String) beans.getAttribute(name(route), "State");
  }

  /** The ids of all routes. */
  public List<String> routes() throws JMException, IOException {
    return beans.queryNames(name("*"), null).stream()
        .map(name -> ObjectName.unquote(name.getKeyProperty("name")))
        .sorted()
        .toList();
  }

  private static ObjectName name(String route) throws JMException {
    return new ObjectName(
        "org.apache.camel:context=rehome,type=routes,name=\"%s\"".formatted(route));
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.stop();
  }
}
