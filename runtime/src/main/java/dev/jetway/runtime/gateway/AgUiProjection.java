package dev.jetway.runtime.gateway;

final class AgUiProjection {
    static final String PROTOCOL_VERSION = "1.0";
}
