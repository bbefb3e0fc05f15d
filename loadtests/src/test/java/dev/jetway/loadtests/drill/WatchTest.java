package dev.jetway.loadtests.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.loadtests.client.JetwayClient.Cursor;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.Event;
import dev.jetway.loadtests.drill.Observation.Followed;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Reset;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Watch watch = new Watch();

    @Test
    void theCursorMovesWithEventsAndResets() {
        hear("{'type':'subscribed','epoch':'e1','seq':0,'recovered':false}");
        hear("{'type':'event','seq':1,'event':{'type':'RUN_STARTED','runId':'r0'}}");
        assertThat(watch.cursor()).contains(new Cursor("e1", 1));
        hear("{'type':'reset','epoch':'e2','seq':9}");
        assertThat(watch.cursor()).contains(new Cursor("e2", 9));
        assertThat(watch.noted().stream().map(ClientHistory.Noted::what).toList())
                .containsExactly(new Followed("e1", 0), event("e1", 1, 1, "RUN_STARTED", "r0"), new Reset("e2", 9));
    }

    @Test
    void eventsThatCameAsOneAreNotedWithTheFirstNumber() {
        hear("{'type':'subscribed','epoch':'e1','seq':3,'recovered':false}");
        hear("{'type':'event','firstSeq':4,'seq':6,'event':{'type':'TEXT_MESSAGE_CONTENT','messageId':'m'}}");
        assertThat(watch.noted().get(1).what()).isEqualTo(event("e1", 4, 6, "TEXT_MESSAGE_CONTENT", "m"));
    }

    @Test
    void anErrorEndsTheRunThatIsOpen() {
        hear("{'type':'subscribed','epoch':'e1','seq':0,'recovered':false}");
        var other = watch.end("r0");
        hear("{'type':'event','seq':1,'event':{'type':'RUN_STARTED','runId':'r1'}}");
        hear("{'type':'event','seq':2,'event':{'type':'RUN_ERROR','message':'no'}}");
        assertThat(watch.end("r1")).isCompletedWithValue(new Ended("r1", How.FAILED));
        assertThat(other).isNotDone();
    }

    @Test
    void ofAPlanOnlyHowItsTasksStandIsKept() throws JsonProcessingException {
        var messages = JSON.readTree(
                "[{\"id\":\"p\",\"role\":\"activity\",\"content\":{\"tasks\":[{\"id\":\"a\",\"status\":\"completed\","
                        + "\"detail\":\"3 offers\"}]}},{\"id\":\"u\",\"role\":\"user\",\"content\":\"Hi\"}]");
        assertThat(Watch.messages(messages))
                .containsExactly(new Message("p", "activity", "a=completed "), new Message("u", "user", "Hi"));
    }

    private Event event(String epoch, long first, long seq, String type, String about) {
        var noted = (Event) watch.noted().get(1).what();
        return new Event(epoch, first, seq, type, about, noted.digest());
    }

    private void hear(String frame) {
        try {
            watch.received(JSON.readTree(frame.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(frame, e);
        }
    }
}
