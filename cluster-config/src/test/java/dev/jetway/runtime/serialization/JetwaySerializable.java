package dev.jetway.runtime.serialization;

/** Stands in for the runtime's marker, which the profile binds to the serializer by name. */
public interface JetwaySerializable {}
