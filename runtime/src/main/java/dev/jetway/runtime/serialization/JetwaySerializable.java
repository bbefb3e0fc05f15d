package dev.jetway.runtime.serialization;

/** Marks messages and events that leave the JVM; bound to Jackson CBOR in {@code reference.conf}. */
public interface JetwaySerializable {}
