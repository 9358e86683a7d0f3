package io.registrybridge.registry.nacos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Nacos' one protobuf message, the {@code Payload} of its nacos_grpc_service.proto: metadata with
 * the type and headers, and a body that is wrapped in an {@code Any}.
 */
final class MessageMarshaller implements Marshaller<Message> {

  private static final int METADATA = 2;
  private static final int BODY = 3;
  private static final int TYPE = 3;
  private static final int HEADERS = 7;
  private static final int CLIENT_IP = 8;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int TAG_BITS = 3;

  private final String clientIp;

  /**
   * A marshaller for one client.
   *
   * @param clientIp what the server shows in its list of who is connected
   */
  MessageMarshaller(String clientIp) {
    this.clientIp = clientIp;
  }

  @Override
  public InputStream stream(Message message) {
    return new ByteArrayInputStream(
        written(
            out -> {
              out.writeByteArray(METADATA, written(metadata -> metadata(message, metadata)));
              out.writeByteArray(BODY, written(any -> any.writeString(VALUE, message.body())));
            }));
  }

  private void metadata(Message message, CodedOutputStream out) throws IOException {
    out.writeString(TYPE, message.type());
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      out.writeByteArray(HEADERS, written(entry -> header(header, entry)));
    }
    out.writeString(CLIENT_IP, clientIp);
  }

  private static void header(Map.Entry<String, String> header, CodedOutputStream out)
      throws IOException {
    out.writeString(KEY, header.getKey());
    out.writeString(VALUE, header.getValue());
  }

  @Override
  public Message parse(InputStream stream) {
    try {
      var in = CodedInputStream.newInstance(stream.readAllBytes());
      var type = "";
      var body = "";
      for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag >>> TAG_BITS) {
          case METADATA -> type = text(in.readByteArray(), TYPE);
          case BODY -> body = text(in.readByteArray(), VALUE);
          default -> in.skipField(tag);
        }
      }
      return new Message(type, body);
    } catch (IOException e) {
      throw Status.INTERNAL
          .withDescription("answered with something that is not Nacos'")
          .withCause(e)
          .asRuntimeException();
    }
  }

  /** What stands in a field that holds text; empty if the message has no such field. */
  private static String text(byte[] message, int number) throws IOException {
    var in = CodedInputStream.newInstance(message);
    var found = new byte[0];
    for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag >>> TAG_BITS == number) {
        found = in.readByteArray();
      } else {
        in.skipField(tag);
      }
    }
    return new String(found, UTF_8);
  }

  @FunctionalInterface
  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }
}
