package dev.jetway.agents.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPiecesTest {

    private static final List<String> KNOWN = List.of(
            "[CLS]", "[SEP]", "[UNK]", "hotel", "hot", "##els", "##el", "sao", "paulo", ",", "£", "80", "北", "京", "i",
            "##m");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hotel|hotel",
                "hotels|[UNK]",
                "hotelels|hotel ##els",
                "zzz hotel|[UNK] hotel",
                "HOTEL, Hotel|hotel , hotel",
                "São Paulo|sao paulo",
                "im|i ##m",
                "£ 80|£ 80",
                "北京|北 京",
                "hot\u200bel|hotel",
                "hotel\u00a0hotel|hotel hotel"
            })
    void areTheLongestThatAreKnown(String sentence, String expected) {
        assertThat(named(sentence, 16)).isEqualTo("[CLS] " + expected + " [SEP]");
    }

    @Test
    void areNoMoreThanTheModelReads() {
        assertThat(named("hotel ".repeat(10_000), 5)).isEqualTo("[CLS] hotel hotel hotel [SEP]");
        assertThat(named("h".repeat(10_000), 5)).isEqualTo("[CLS] [UNK] [SEP]");
        assertThat(named("", 5)).isEqualTo("[CLS] [SEP]");
    }

    @Test
    void areRefusedWithoutTheSpecialOnes() {
        assertThatThrownBy(() -> new WordPieces(Map.of("hotel", 0), 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[UNK]");
    }

    private static String named(String sentence, int most) {
        var vocabulary = new HashMap<String, Integer>();
        KNOWN.forEach(piece -> vocabulary.put(piece, vocabulary.size()));
        var names = new ArrayList<String>();
        for (long id : new WordPieces(vocabulary, most).of(sentence)) {
            names.add(KNOWN.get((int) id));
        }
        return String.join(" ", names);
    }
}
