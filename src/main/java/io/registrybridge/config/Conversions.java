package io.registrybridge.config;

import io.registrybridge.mapping.AddressPool;
import io.registrybridge.mapping.HostPattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/** From text to the types of the configuration: Spring Boot's conversions and our own. */
final class Conversions {

  private Conversions() {}

  static ConversionService service() {
    var service = new ApplicationConversionService();
    // Spring knows it as a property editor, which it does not look at for an Optional<Path>.
    service.addConverter(String.class, Path.class, text -> Path.of(text));
    service.addConverter(String.class, HostPattern.class, HostPattern::parse);
    service.addConverter(String.class, LabelRule.class, LabelRule::parse);
    service.addConverter(String.class, Cidr.class, Cidr::new);
    service.addConverter(String.class, AddressPool.class, AddressPool::parse);
    service.addConverter(new Defaults());
    return service;
  }

  /** From nothing to a record of which every component has its default. */
  private static final class Defaults implements GenericConverter {

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
      return Set.of(new ConvertiblePair(String.class, Record.class));
    }

    @Override
    public Object convert(
        @Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
      return new Binder(List.<ConfigurationPropertySource>of())
          .bindOrCreate("defaults", Bindable.of(targetType.getType()));
    }
  }
}
