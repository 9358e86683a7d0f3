package io.registrybridge.config;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/** The constraints that the records of the configuration declare. */
record Constraints(Configured configured) {

  /** In English wherever it runs: the sentences around the messages are. */
  private static final Validator VALIDATOR =
      Validation.byProvider(HibernateValidator.class)
          .configure()
          .locales(Locale.ENGLISH)
          .defaultLocale(Locale.ENGLISH)
          .buildValidatorFactory()
          .getValidator();

  /**
   * Checks what was bound.
   *
   * @param paths where it may stand, the one that wins first
   * @throws Misconfiguration if a constraint does not hold
   */
  void check(Object bound, List<String> paths) {
    VALIDATOR.validate(bound).stream()
        .min(Comparator.comparing(violation -> violation.getPropertyPath().toString()))
        .ifPresent(violation -> refuse(violation, paths));
  }

  private void refuse(ConstraintViolation<?> violation, List<String> paths) {
    var elements = elements(violation);
    var entry = paths.stream().flatMap(path -> entry(path, elements).stream()).findFirst();
    var value = violation.getInvalidValue();
    if (entry.isPresent()) {
      throw entry.get().wrong(predicate(violation.getMessage(), value));
    }
    var path = paths.get(0);
    throw canonical(path, elements)
        .map(name -> missing(name, violation))
        .orElseGet(() -> ofSeveral(path, elements, violation.getMessage()));
  }

  private static String predicate(String message, @Nullable Object value) {
    return value == null || (value instanceof Collection<?> all && all.isEmpty())
        ? "is empty but " + message
        : "is '" + Words.shown(value) + "' but " + message;
  }

  private static Misconfiguration missing(String name, ConstraintViolation<?> violation) {
    var ownWords = !violation.getMessageTemplate().startsWith("{");
    return new Misconfiguration(
        name + " is missing" + (ownWords ? "; it " + violation.getMessage() : ""));
  }

  /** The constraint is a method's that looks at several components, and has a whole sentence. */
  private Misconfiguration ofSeveral(String path, List<String> elements, String message) {
    var settings = elements.subList(0, elements.size() - 1);
    var name = canonical(path, settings).orElse(path);
    var place = configured.below(name).map(Entry::place).orElse("");
    return Misconfiguration.of(name, place, "is wrong: " + message);
  }

  private Optional<Entry> entry(String path, List<String> elements) {
    return canonical(path, elements)
        .flatMap(
            name ->
                configured
                    .find(name)
                    // A list may be written as one text.
                    .or(() -> configured.find(name.replaceAll("\\[[0-9]+]$", ""))));
  }

  private static Optional<String> canonical(String path, List<String> elements) {
    var all = new ArrayList<>(PropertyName.elements(path));
    all.addAll(elements);
    try {
      return Optional.of(Contract.TREE.resolve(all.get(0), all.subList(1, all.size())).name());
    } catch (Misfit ofSeveral) {
      return Optional.empty();
    }
  }

  private static List<String> elements(ConstraintViolation<?> violation) {
    var elements = new ArrayList<String>();
    for (var node : violation.getPropertyPath()) {
      if (node.getKey() != null) {
        elements.add(node.getKey().toString());
      }
      if (node.getIndex() != null) {
        elements.add(node.getIndex().toString());
      }
      if (node.getKind() == ElementKind.PROPERTY) {
        elements.add(Words.kebab(node.getName()));
      }
    }
    return elements;
  }
}
