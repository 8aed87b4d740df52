package io.tapevault.aws.dynamodb;

import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB Local in this process, empty, on a free port of 127.0.0.1. Its own server would listen
/// on every address.
///
/// It is AWS's, under a licence that allows running it and not passing it on: for tests only, and
/// never packaged.
public final class DynamoDbLocal implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final LocalDynamoDBRequestHandler dynamo;
  private final Server server;
  private final URI endpoint;

  private DynamoDbLocal(LocalDynamoDBRequestHandler dynamo, Server server, URI endpoint) {
    this.dynamo = dynamo;
    this.server = server;
    this.endpoint = endpoint;
  }

  public static DynamoDbLocal start() throws Exception {
    LocalDynamoDBRequestHandler dynamo =
        new LocalDynamoDBRequestHandler(0, true, null, true, false);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost(LOOPBACK);
    server.addConnector(connector);
    server.setHandler(new LocalDynamoDBServerHandler(dynamo, "*"));
    server.start();
    return new DynamoDbLocal(
        dynamo, server, URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort()));
  }

  public URI endpoint() {
    return endpoint;
  }

  /// The URI of a table here, which need not exist.
  public String eventsUri(String table) {
    return "dynamodb://" + table + "?region=us-east-1&endpoint=" + endpoint;
  }

  /// Gives this process credentials, which DynamoDB Local asks for and does not check.
  public static void useAnyCredentials() {
    System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), "local");
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), "local");
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local does not stop", e);
    } finally {
      dynamo.shutdown();
    }
  }
}
