package io.registrybridge.status;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Where gauges over one thing are registered.
 *
 * @param thing what is known of it now; the gauges hold on to it
 */
record Gauges<T>(MeterRegistry meters, Tags tags, Supplier<Optional<T>> thing) {

  Gauges<T> with(String tag, String value) {
    return new Gauges<>(meters, tags.and(tag, value), thing);
  }

  Gauges<T> add(String name, String description, ToDoubleFunction<T> value) {
    gauge(name, description, value).register(meters);
    return this;
  }

  Gauges<T> addSeconds(String name, String description, ToDoubleFunction<T> value) {
    gauge(name, description, value).baseUnit("seconds").register(meters);
    return this;
  }

  Gauges<T> addTruth(String name, String description, Predicate<T> statement) {
    return add(name, description, asked -> statement.test(asked) ? 1 : 0);
  }

  /** Something that is counted since the start. */
  Gauges<T> addCount(String name, String description, ToDoubleFunction<T> count) {
    ToDoubleFunction<MeterRegistry> now = same -> thing.get().map(count::applyAsDouble).orElse(0.0);
    // The counter holds on weakly to what it is of, and to the function as it should.
    FunctionCounter.builder(name, meters, now).tags(tags).description(description).register(meters);
    return this;
  }

  private Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, ToDoubleFunction<T> value) {
    Supplier<Number> now = () -> thing.get().map(value::applyAsDouble).orElse(Double.NaN);
    return Gauge.builder(name, now).tags(tags).description(description);
  }
}
