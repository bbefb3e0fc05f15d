package dev.jetway.runtime.model.registry;

import java.time.Duration;

/** Does something later. Safe for many threads. */
@FunctionalInterface
interface Alarm {

    /** @return takes it back, if it has not been done; may be said again */
    Runnable after(Duration time, Runnable what);
}
