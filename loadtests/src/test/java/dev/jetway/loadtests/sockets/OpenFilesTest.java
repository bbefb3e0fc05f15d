package dev.jetway.loadtests.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OpenFilesTest {

    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             96000                96000                processes
            Max open files            1024                 20000                files
            """;

    @Test
    void theSoftLimitIsWhatCounts() throws IOException {
        assertThat(OpenFiles.parse(LIMITS)).isEqualTo(1_024);
        assertThat(OpenFiles.parse(LIMITS.replace("1024 ", "unlimited "))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoCannotHaveSoManyIsToldWhatToDo() {
        assertThatThrownBy(() ->
                        OpenFiles.require("client", ProcessHandle.current().pid(), 900_000_000))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        "the client may have \\d+ files open, and 900000000 connections need 900000500: 'ulimit -n 900000500'"
                                + " in this shell, or fewer --idle");
    }
}
