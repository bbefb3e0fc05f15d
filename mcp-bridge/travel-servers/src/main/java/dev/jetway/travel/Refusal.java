package dev.jetway.travel;

/** A request that cannot be met; the message tells the caller in one sentence what is wrong and what to do. */
public final class Refusal extends RuntimeException {

    public Refusal(String message) {
        super(message, null, false, false);
    }
}
