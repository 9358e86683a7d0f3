package io.registrybridge.status;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.sync.Bridge;
import io.registrybridge.sync.RegistryReport;
import io.registrybridge.sync.Report;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.MediaType;

/** {@code /actuator/sync}: how things stand, why a service is as it is, and a pass on demand. */
@Endpoint(id = "sync")
class SyncEndpoint {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Bridge bridge;
  private final BridgeInfo info;
  private final RateLimiter limiter;

  SyncEndpoint(Bridge bridge, BridgeInfo info, RateLimiter limiter) {
    this.bridge = bridge;
    this.info = info;
    this.limiter = limiter;
  }

  @ReadOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  SyncView status() {
    return SyncView.of(bridge, info);
  }

  /**
   * Tells of one registry.
   *
   * @param search only services of which this is part of the name, the partition or a host
   * @param troubled only services that an operator should look at
   * @param limit how many services at most; 100 if none is given, and no more than 1000
   */
  @ReadOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  WebEndpointResponse<OperationResponseBody> registry(
      @Selector String registry,
      @Nullable String search,
      @Nullable Boolean troubled,
      @Nullable Integer limit) {
    var report = bridge.report();
    return Optional.ofNullable(report.registries().get(registry))
        .map(one -> detail(one, report, Search.of(search, troubled, limit)))
        .map(detail -> new WebEndpointResponse<OperationResponseBody>(detail))
        .orElseGet(() -> unknown(registry));
  }

  private RegistryDetail detail(RegistryReport registry, Report report, Search search) {
    var previews = bridge.preview();
    var catalog = bridge.catalog(registry.name()).orElse(Catalog.empty());
    var listing = new Lister(registry, catalog, new Fates(report, previews)).list(search);
    return RegistryDetail.of(registry, report.sinks().values(), previews, listing);
  }

  /**
   * Explains one service.
   *
   * @param service the name as the registry spells it, slashes included
   * @param partition only this one of the registry's partitions
   */
  @ReadOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  WebEndpointResponse<OperationResponseBody> service(
      @Selector String registry,
      @Selector(match = Match.ALL_REMAINING) String[] service,
      @Nullable String partition) {
    var catalog = bridge.catalog(registry);
    if (catalog.isEmpty()) {
      return unknown(registry);
    }
    var name = String.join("/", service);
    return explainer(registry, catalog.get())
        .explain(name, one -> partition == null || partition.equals(one))
        .map(explanation -> new WebEndpointResponse<OperationResponseBody>(explanation))
        .orElseGet(
            () -> Problem.notFound("registry " + registry + " knows no such service: " + name));
  }

  @WriteOperation(produces = MediaType.APPLICATION_JSON_VALUE)
  WebEndpointResponse<OperationResponseBody> pass() {
    if (!limiter.acquirePermission()) {
      return Problem.response(
          WebEndpointResponse.STATUS_TOO_MANY_REQUESTS,
          "passes are asked for too often; the bridge also runs one whenever something changes");
    }
    try {
      return answer(bridge.request(PATIENCE));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Problem.response(
          WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "the bridge is shutting down");
    }
  }

  private static WebEndpointResponse<OperationResponseBody> answer(Bridge.Request request) {
    return request
        .done()
        .map(pass -> new WebEndpointResponse<OperationResponseBody>(PassView.of(pass)))
        .orElseGet(() -> new WebEndpointResponse<>(new PassTicket(request.id()), 202));
  }

  private Explainer explainer(String registry, Catalog catalog) {
    return new Explainer(registry, bridge.report(), catalog, bridge.preview());
  }

  private static WebEndpointResponse<OperationResponseBody> unknown(String registry) {
    return Problem.notFound("there is no registry " + registry);
  }
}
