package dev.jetway.runtime.desk;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The conversations of a region that have something for people at the desk. Safe for many threads. */
@FunctionalInterface
public interface WaitingList {

    /** Those that wait longest, in order, 200 of a placement at most; fails when the list does not answer in time. */
    CompletionStage<List<Waiting>> waiting();
}
