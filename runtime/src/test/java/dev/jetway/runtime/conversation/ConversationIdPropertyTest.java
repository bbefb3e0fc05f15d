package dev.jetway.runtime.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConversationIdPropertyTest {

    @Property
    void anIdSaysAllThereIsToKnow(
            @ForAll String subject, @ForAll("threads") String thread, @ForAll("placements") String placement) {
        var id = new ConversationId(subject, thread, placement);

        assertThat(ConversationId.fromEntityId(id.entityId()))
                .isEqualTo(subject.equals(utf8(subject)) ? id : lossy(id));
        assertThat(ConversationId.placementIn(id.entityId())).isEqualTo(placement);
        assertThat(id.entityId()).doesNotContain("|", "/");
    }

    @Property
    void anApprovedActionIsPlacedLikeItsConversation(
            @ForAll String subject,
            @ForAll("threads") String thread,
            @ForAll("placements") String placement,
            @ForAll String turnAndTask) {
        var id = new ConversationId(subject, thread, placement);

        assertThat(ConversationId.placementIn(id.entityId() + "/" + turnAndTask))
                .isEqualTo(placement);
    }

    @Property
    void differentPlacementsAreDifferentConversations(
            @ForAll String subject,
            @ForAll("threads") String thread,
            @ForAll("placements") String one,
            @ForAll("placements") String other) {
        assertThat(new ConversationId(subject, thread, one)
                        .entityId()
                        .equals(new ConversationId(subject, thread, other).entityId()))
                .isEqualTo(one.equals(other));
    }

    /** What Java makes of a text that no UTF-8 can say. */
    private static ConversationId lossy(ConversationId id) {
        return new ConversationId(utf8(id.subject()), id.thread(), id.placement());
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    @Provide
    Arbitrary<String> threads() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("_:-")
                .ofMinLength(1)
                .ofMaxLength(64);
    }

    @Provide
    Arbitrary<String> placements() {
        return Arbitraries.oneOf(
                Arbitraries.just("everywhere"),
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .numeric()
                        .withChars("-")
                        .ofMinLength(0)
                        .ofMaxLength(29)
                        .map(rest -> "p" + rest));
    }
}
