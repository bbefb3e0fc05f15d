package dev.jetway.runtime.gateway;

/** Told what happens at the gateway. Safe for many threads; never blocks or throws. */
public interface GatewayMetrics {

    /** Counts nothing. */
    GatewayMetrics NONE = new GatewayMetrics() {
        @Override
        public void connections(int open) {}

        @Override
        public void slowConsumer() {}

        @Override
        public void messageJudged(Judgement judgement) {}
    };

    /** What became of a message a client sent. */
    enum Judgement {
        /** Durable, and new. */
        ACCEPTED,
        /** Durable before; the client repeated itself. */
        REPEATED,
        /** The conversation said no. */
        REFUSED,
        /** The subject sends too much. */
        RATE_LIMITED,
        /** The conversation did not answer in time; the client is told to repeat. */
        UNANSWERED
    }

    /** How many WebSockets are open now. */
    void connections(int open);

    /** A client that did not keep up was cut off. */
    void slowConsumer();

    void messageJudged(Judgement judgement);
}
