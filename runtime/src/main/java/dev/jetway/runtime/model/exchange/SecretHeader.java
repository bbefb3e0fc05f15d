package dev.jetway.runtime.model.exchange;

import akka.http.scaladsl.model.headers.CustomHeader;

/** A header with a key in it, which shows the key to nobody but the address it is sent to. */
public final class SecretHeader extends CustomHeader {

    private final String name;
    private final String prefix;
    private final ApiKey key;

    /** @param prefix stands before the key: {@code "Bearer "} */
    public SecretHeader(String name, String prefix, ApiKey key) {
        this.name = name;
        this.prefix = prefix;
        this.key = key;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String value() {
        return prefix + key.reveal();
    }

    @Override
    public boolean renderInRequests() {
        return true;
    }

    @Override
    public boolean renderInResponses() {
        return false;
    }

    @Override
    public String toString() {
        return name + ": ***";
    }
}
