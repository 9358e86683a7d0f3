package io.registrybridge.sink.kubernetes;

import io.registrybridge.sink.cluster.LeaseSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A cluster to write to: {@code bridge.sink.kubernetes.<name>}.
 *
 * @param context the kubeconfig's context; its current one by default
 * @param kubeconfig the kubeconfig file; by default that of the environment variable {@code
 *     KUBECONFIG}, then {@code ~/.kube/config}, then the cluster that the bridge runs in
 * @param writesPerSecond how many writes the API server gets in a second at most
 * @param concurrency how many writes are under way at once at most
 * @param timeout how long one request may take
 * @param fullList how often everything is listed anew, which heals what the watch missed
 * @param lease which of several replicas writes
 * @param see how far it looks for hosts that a Kubernetes Service or somebody's ServiceEntry has:
 *     {@code namespace}, at those it writes to, or {@code cluster}
 * @param events whether Kubernetes Events tell of what is refused or stays held back; without the
 *     right to create them there are none
 * @param registries names of the registries that feed this sink; all of them by default
 */
public record KubernetesSettings(
    Optional<String> context,
    Optional<Path> kubeconfig,
    @DefaultValue("50") @Positive int writesPerSecond,
    @DefaultValue("8") @Positive int concurrency,
    @DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration timeout,
    @DefaultValue("30m") @NotNull @DurationMin(millis = 1) Duration fullList,
    @DefaultValue @Valid LeaseSettings lease,
    @DefaultValue("namespace") @NotNull Sight see,
    @DefaultValue("true") boolean events,
    @DefaultValue List<String> registries) {

  public KubernetesSettings {
    registries = List.copyOf(registries);
  }
}
