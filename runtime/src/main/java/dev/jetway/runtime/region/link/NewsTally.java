package dev.jetway.runtime.region.link;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of news for other regions on this node. Safe for many threads.
 *
 * @param told journals another node was told of
 * @param failed messages that were not answered, and are sent again
 * @param forgotten journals there was no room for; the others look for them
 */
record NewsTally(LongAdder told, LongAdder failed, LongAdder forgotten) {

    NewsTally() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }
}
