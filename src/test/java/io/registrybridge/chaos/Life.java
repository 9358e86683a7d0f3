package io.registrybridge.chaos;

/**
 * How an instance is.
 *
 * @param address that no other instance ever has, nor this one after it moved
 * @param up whether it takes traffic
 */
record Life(String address, boolean up) {}
