package io.registrybridge.book;

import java.util.Optional;

/** A key that had another value in an earlier book, or none, or has none any more. */
public record Difference<K, V>(K key, Optional<V> before, Optional<V> now) {}
