package io.registrybridge.registry.nacos;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** Opens gRPC channels to the servers of one registry, all on one thread. */
final class Channels implements AutoCloseable {

  private final EventLoopGroup thread;
  private final DataSize maxSize;
  private final Certificates certificates;

  /**
   * Channels of one registry.
   *
   * @param maxSize of one answer
   */
  Channels(String registry, DataSize maxSize, Certificates certificates) {
    this.maxSize = maxSize;
    this.certificates = certificates;
    this.thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("nacos-" + registry, true), NioIoHandler.newFactory());
  }

  /** A channel that connects when it is used. */
  ManagedChannel to(NacosServer server) {
    var channel =
        NettyChannelBuilder.forAddress(server.host(), server.grpcPort())
            .eventLoopGroup(thread)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .disableRetry() // there is one place where reads are tried again
            .maxInboundMessageSize((int) Math.min(maxSize.toBytes(), Integer.MAX_VALUE));
    return server.secure()
        ? channel.sslContext(certificates.context()).build()
        : channel.negotiationType(NegotiationType.PLAINTEXT).build();
  }

  @Override
  public void close() {
    // Not at once: a channel that was shut while it looked up a name would find no thread and
    // panic.
    var unused = thread.shutdownGracefully(200, 1000, TimeUnit.MILLISECONDS);
  }
}
