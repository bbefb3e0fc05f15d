package dev.jetway.loadtests.drill;

import java.io.IOException;

/** The node that is killed. */
public interface NodeUnderTest {

    /** kill -9; returns when the process is gone. */
    void kill() throws IOException;

    /** Starts it again; returns when it takes connections. */
    void restart() throws IOException;
}
