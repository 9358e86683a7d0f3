package io.registrybridge.registry.nacos;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

/** Opens gRPC channels to the servers of one registry, all on one thread. */
final class Channels implements AutoCloseable {

  private final EventLoopGroup thread;
  private final DataSize maxSize;
  private final Optional<String> sslBundle;
  private final SslBundles bundles;

  Channels(String registry, NacosSettings settings, SslBundles bundles) {
    this.maxSize = settings.maxSize();
    this.sslBundle = settings.sslBundle();
    this.bundles = bundles;
    this.thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("nacos-" + registry, true), NioIoHandler.newFactory());
  }

  /**
   * A channel that connects when it is used.
   *
   * @throws IOException with the rest of a sentence that begins with the server
   */
  ManagedChannel to(NacosServer server) throws IOException {
    var channel =
        NettyChannelBuilder.forAddress(server.host(), server.grpcPort())
            .eventLoopGroup(thread)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .disableRetry() // there is one place where reads are tried again
            .maxInboundMessageSize((int) Math.min(maxSize.toBytes(), Integer.MAX_VALUE));
    return server.secure()
        ? channel.sslContext(tls()).build()
        : channel.negotiationType(NegotiationType.PLAINTEXT).build();
  }

  /** With the certificates as they are now: they may have been renewed. */
  private SslContext tls() throws IOException {
    var builder = SslContextBuilder.forClient();
    sslBundle
        .map(bundles::getBundle)
        .ifPresent(
            bundle ->
                builder
                    .keyManager(bundle.getManagers().getKeyManagerFactory())
                    .trustManager(bundle.getManagers().getTrustManagerFactory()));
    try {
      return GrpcSslContexts.configure(builder).build();
    } catch (SSLException e) {
      throw new IOException("was not asked, because ssl-bundle cannot be used: " + e, e);
    }
  }

  @Override
  public void close() {
    // Not at once: a channel that was shut while it looked up a name would find no thread and
    // panic.
    var unused = thread.shutdownGracefully(200, 1000, TimeUnit.MILLISECONDS);
  }
}
