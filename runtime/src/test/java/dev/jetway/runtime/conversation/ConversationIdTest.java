package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConversationIdTest {

    /** By which what is stored is found. */
    @Test
    void theIdsOfWhatIsStoredStayAsTheyAre() {
        assertThat(new ConversationId("dev:ann", "trip").entityId()).isEqualTo("ZGV2OmFubg.trip");
        assertThat(ConversationId.fromEntityId("ZGV2OmFubg.trip")).isEqualTo(new ConversationId("dev:ann", "trip"));
        assertThat(new ConversationId("dev:ann", "trip", "eu-only").entityId()).isEqualTo("ZGV2OmFubg.trip@eu-only");
        assertThat(ConversationEntity.typeKey("everywhere").name()).isEqualTo("Conversation");
        assertThat(ConversationEntity.typeKey("eu-only").name()).isEqualTo("Conversation-eu-only");
    }

    @Test
    void nobodyNamesAThreadOrAPlacementThatReadsAsAnotherId() {
        assertThatThrownBy(() -> new ConversationId("dev:ann", "trip@eu-only"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConversationId("dev:ann", "trip", "eu/only"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConversationId("dev:ann", "trip", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ConversationId.placementIn("ZGV2OmFubg.trip/r1@eu-only:book"))
                .isEqualTo("everywhere");
    }
}
