import java.net.InetSocketAddress;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServlet;
import org.apache.solr.servlet.CoreContainerProvider;
import org.apache.solr.servlet.SolrDispatchFilter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** One Solr on the loopback address, from libraries alone: java Solr PORT HOME. */
final class Solr {
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    System.setProperty("solr.solr.home", arguments[1]);
    System.setProperty("solr.install.dir", arguments[1]);
    System.setProperty("jetty.port", arguments[0]);
    Server server = new Server(new InetSocketAddress("127.0.0.1", port));
    ServletContextHandler handler = new ServletContextHandler(server, "/solr");
    handler.addEventListener(new CoreContainerProvider());
    handler.addFilter(new FilterHolder(SolrDispatchFilter.class), "/*", EnumSet.of(DispatcherType.REQUEST));
    // A filter is called only on the way to a servlet, so there must be one.
    handler.addServlet(new ServletHolder(new HttpServlet() {}), "/");
    server.setStopAtShutdown(true);
    server.start();
    server.join();
  }
}
