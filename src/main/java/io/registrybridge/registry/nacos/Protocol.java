package io.registrybridge.registry.nacos;

import static io.grpc.MethodDescriptor.generateFullMethodName;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/**
 * The two methods that Nacos has over gRPC.
 *
 * @param request by which it is asked
 * @param stream by which it notifies, and is told that this was received
 */
record Protocol(
    MethodDescriptor<Message, Message> request, MethodDescriptor<Message, Message> stream) {

  /**
   * As one client speaks it.
   *
   * @param clientIp what the server shows in its list of who is connected
   */
  static Protocol of(String clientIp) {
    var marshaller = new MessageMarshaller(clientIp);
    return new Protocol(
        method(MethodType.UNARY, generateFullMethodName("Request", "request"), marshaller),
        method(
            MethodType.BIDI_STREAMING,
            generateFullMethodName("BiRequestStream", "requestBiStream"),
            marshaller));
  }

  private static MethodDescriptor<Message, Message> method(
      MethodType type, String name, MessageMarshaller marshaller) {
    return MethodDescriptor.<Message, Message>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(marshaller)
        .setResponseMarshaller(marshaller)
        .build();
  }
}
