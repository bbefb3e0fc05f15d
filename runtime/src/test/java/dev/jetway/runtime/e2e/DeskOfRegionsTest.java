package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.cli.JetwayCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The primary region has the case; the traveler is in the other. */
class DeskOfRegionsTest {

    private static TwoRegions regions;

    @BeforeAll
    static void start() throws Exception {
        regions = TwoRegions.start("""
                jetway.commitment { call-timeout = 2s, give-up-after = 4s, retry-delay = 500ms }
                jetway.desk.retry = 1s
                """);
    }

    @AfterAll
    static void stop() {
        if (regions != null) {
            regions.close();
        }
    }

    @Test
    void whatIsFoundOutInThePrimaryRegionIsToldToATravelerInTheOther() throws Exception {
        try (var us = FrontEnd.open(regions.page("us"), "ann", "trip")) {
            us.say("hotels in Boston for three nights from 3 March");
            var question = us.say("book the second one").question();
            regions.travel().fault("bookings", "create", "{\"mode\":\"hang\",\"when\":\"after\"}");
            regions.travel().fault("bookings", "lookup", "{\"mode\":\"fail\"}");
            var told = us.approve(question).text();
            var reference = regions.travel().bookingsOf(us.subject()).get(0).reference();
            assertThat(told).contains("A person at our desk looks into it");
            var id = Pattern.compile("as (\\S+/\\S+:[a-z0-9-]+)").matcher(told);
            assertThat(id.find()).as(told).isTrue();

            assertThat(desk("us", 0)).contains("No case is open.");
            assertThat(desk("us", 1, "show", id.group(1))).contains("Region eu carries actions out: ask its desk");
            assertThat(desk("eu", 0)).contains(id.group(1), "1 open.");
            desk("eu", 0, "settle", id.group(1), "--done", "--reference", reference, "--note", "asked", "--by", "Bo");

            assertThat(us.wholeRun().text()).contains("went through after all: **%s**.".formatted(reference));
            assertThat(us.history()).hasSize(5);
            assertThat(regions.travel().bookingsOf(us.subject())).hasSize(1);
        }
    }

    private static String desk(String region, int exit, String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add("desk");
        command.addAll(List.of(words));
        command.addAll(List.of("--url", regions.operations(region).toString()));
        var text = new StringWriter();
        var writer = new PrintWriter(text, true);
        int code = JetwayCommand.commandLine().setOut(writer).setErr(writer).execute(command.toArray(String[]::new));
        assertThat(code).as(text.toString()).isEqualTo(exit);
        return text.toString();
    }
}
