package io.registrybridge.book;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives the same object for all that are equal, so that what is said often is kept once. It knows
 * only what came first, and so costs little however much comes, and however alike that looks.
 */
public final class Pool {

  private static final int MOST = 256;

  private final Map<Object, Object> known = new HashMap<>();

  /**
   * The first one that was equal to it.
   *
   * @param one never to change
   */
  @SuppressWarnings("unchecked") // equal objects are of one type, of those that come here
  public <T> T same(T one) {
    var before = known.size() < MOST ? known.putIfAbsent(one, one) : known.get(one);
    return before == null ? one : (T) before;
  }
}
