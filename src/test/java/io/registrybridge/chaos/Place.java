package io.registrybridge.chaos;

/** An endpoint, as the mesh is told of it. */
record Place(String host, String address) {}
