package io.registrybridge.status;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.MeshService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What lies between a service as it stands in a sink and as it should.
 *
 * @param fields all but the endpoints; none where one of the two is missing as a whole
 */
record Difference(List<Field> fields, EndpointsDifference endpoints) {

  /** One field that differs, by its name in the manifest. */
  record Field(String field, Object live, Object desired) {}

  private static final Map<String, Function<MeshService, Object>> FIELDS = fieldsByName();

  static Difference between(Optional<MeshService> live, Optional<MeshService> desired) {
    var fields = live.flatMap(before -> desired.map(after -> fields(before, after)));
    return new Difference(
        fields.orElse(List.of()), EndpointsDifference.between(endpoints(live), endpoints(desired)));
  }

  private static List<Field> fields(MeshService live, MeshService desired) {
    return FIELDS.entrySet().stream()
        .map(one -> field(one.getKey(), one.getValue(), live, desired))
        .filter(field -> !field.live().equals(field.desired()))
        .toList();
  }

  private static Field field(
      String name, Function<MeshService, Object> value, MeshService live, MeshService desired) {
    return new Field(name, value.apply(live), value.apply(desired));
  }

  private static List<Endpoint> endpoints(Optional<MeshService> service) {
    return service.map(there -> there.spec().endpoints()).orElse(List.of());
  }

  private static Map<String, Function<MeshService, Object>> fieldsByName() {
    var fields = new LinkedHashMap<String, Function<MeshService, Object>>();
    fields.put("host", service -> service.spec().host());
    fields.put("location", service -> service.spec().location());
    fields.put("resolution", service -> service.spec().resolution());
    fields.put("exportTo", service -> service.spec().exportTo());
    fields.put("addresses", service -> service.spec().addresses());
    fields.put("ports", service -> service.spec().ports());
    fields.put("form", service -> service.form().toString());
    fields.put("origins", MeshService::origins);
    fields.put("emptySince", MeshService::emptySince);
    return fields;
  }
}
