package io.registrybridge.mapping;

import java.util.List;

/**
 * A choice of service names by patterns in which {@code *} stands for any text; case does not
 * matter.
 */
public final class Names {

  private final List<Glob> included;
  private final List<Glob> excluded;

  private Names(List<Glob> included, List<Glob> excluded) {
    this.included = included;
    this.excluded = excluded;
  }

  public static Names of(List<String> include, List<String> exclude) {
    return new Names(
        include.stream().map(Glob::of).toList(), exclude.stream().map(Glob::of).toList());
  }

  /** Whether one of the included patterns fits the name and none of the excluded ones does. */
  public boolean chosen(String name) {
    return included.stream().anyMatch(glob -> glob.fits(name))
        && excluded.stream().noneMatch(glob -> glob.fits(name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Names that
        && that.included.equals(included)
        && that.excluded.equals(excluded);
  }

  @Override
  public int hashCode() {
    return List.of(included, excluded).hashCode();
  }
}
