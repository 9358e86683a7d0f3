package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import java.util.List;

/** What came of asking a Nacos server. */
sealed interface Answer {

  /** Done, and nothing to tell. */
  record Done() implements Answer {}

  /**
   * One page of the names of services.
   *
   * @param count of all pages
   */
  record Names(int count, List<String> names) implements Answer {
    public Names {
      names = List.copyOf(names);
    }
  }

  /**
   * What a service's instances are.
   *
   * @param unusable what no instance could be made of, and why
   * @param isProtected whether the protection threshold is in force: those that are unhealthy are
   *     listed as if they were not
   */
  record Instances(List<Instance> instances, List<Unusable> unusable, boolean isProtected)
      implements Answer {
    public Instances {
      instances = List.copyOf(instances);
      unusable = List.copyOf(unusable);
    }
  }

  /** As in {@link Flaw}. */
  record Unusable(String subject, String reason) {}

  /**
   * There is no answer, or none that could be used.
   *
   * @param reason what is wrong, as the rest of a sentence that begins with the server
   */
  record Refusal(Cause cause, String reason) implements Answer {}

  /** What a refusal means for what else might be asked. */
  enum Cause {
    /** Nothing: another question may well be answered. */
    QUESTION,
    /** The answer, and every notice of its kind, is larger than allowed. */
    SIZE,
    /** The server does not accept who asks. */
    LOGIN,
    /** There is no connection that could be used. */
    CONNECTION
  }
}
