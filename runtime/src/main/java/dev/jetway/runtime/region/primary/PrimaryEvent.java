package dev.jetway.runtime.region.primary;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.runtime.serialization.JetwaySerializable;

/**
 * What has happened to a region's register of the primary. Type names and fields are the stored format: new fields go
 * at the end and may be absent, and nothing is ever renamed or removed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@Type(value = PrimaryMoved.class, name = "primary-moved"))
public sealed interface PrimaryEvent extends JetwaySerializable permits PrimaryMoved {

    Primacy applyTo(Primacy state);
}
