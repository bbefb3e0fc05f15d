package dev.jetway.agents.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PiecesPropertyTest {

    @Property(tries = 500)
    void thePiecesPutTogetherAreTheTextHoweverItArrives(@ForAll("bits") List<String> bits) {
        var whole = cut(List.of(String.join("", bits)));
        assertThat(String.join("", whole)).isEqualTo(String.join("", bits));
        assertThat(cut(bits)).isEqualTo(whole);
    }

    @Example
    void aPriceIsNeverCutInTwo() {
        assertThat(cut(List.of("Only £1.", "234.50 or approx. £2", "00! *Book* now.\nBye")))
                .containsExactly("Only £1.234.50 or approx. £200! ", "*Book* now.\n", "Bye");
    }

    private static List<String> cut(List<String> bits) {
        var pieces = new Pieces();
        var all = new ArrayList<String>();
        bits.forEach(bit -> all.addAll(pieces.add(bit)));
        var last = pieces.last();
        if (!last.isEmpty()) {
            all.add(last);
        }
        return all;
    }

    @Provide
    Arbitrary<List<String>> bits() {
        return Arbitraries.strings()
                .withChars("aA1 .!\n*)£".toCharArray())
                .ofMaxLength(6)
                .list();
    }
}
