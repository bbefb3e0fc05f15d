package dev.jetway.runtime.model.cache;

import java.util.List;
import java.util.Set;

/** English words by what they do to a request. All in lower case. */
final class Everyday {

    /** How somebody asks, not what for: two messages that differ in these alone say the same. */
    static final Set<String> POLITE =
            words("a an the some any i me you i'd i'm i'll please kindly thanks thank hi hello hey "
                    + "can could would will may need want like love looking look search searching find show see get give tell "
                    + "list check let know what what's which is are be there do does have has help trying try to from in on at "
                    + "for of and just with");

    /** What makes a difference: equal, and in the same order, in messages that say the same. */
    static final Set<String> TELLING =
            words("not no never don't can't won't isn't without except but or only instead than "
                    + "before after until till by between within via through over under near around outside inside close far "
                    + "cheap cheaper cheapest expensive affordable budget luxury best good nice better great fast fastest quick "
                    + "quickest short shortest long longest early earlier earliest late later latest first last direct nonstop "
                    + "stop stops stopover one-way return round way class economy premium business overnight morning afternoon "
                    + "evening noon midday night nights day days week weeks weekend month months year time times how when where "
                    + "who why much many long we us it's travel traveling travelling trip trips journey holiday vacation visit "
                    + "visiting go going fly flying stay staying arrive arriving leave leaving depart departing departure arrival "
                    + "star stars room rooms bed beds breakfast pool wifi parking centre center central downtown airport city "
                    + "town beach available availability options option price prices cost costs adult adults child children "
                    + "people person guests guest");

    /** Of somebody, of what they did before, or of what was said before: no plan for others. */
    static final Set<String> PERSONAL =
            words("my mine myself our ours ourselves his her hers him he she they them their "
                    + "your name named called wife husband partner spouse girlfriend boyfriend friend friends family mother father "
                    + "mum mom dad parents son daughter baby colleague boss client passport nationality citizen citizenship "
                    + "birthday anniversary honeymoon funeral wedding medical doctor hospital pregnant wheelchair disabled "
                    + "disability accessible allergy allergic diabetic vegetarian vegan halal kosher loyalty points miles member "
                    + "membership status card account profile email mail phone address home prefer preferred preference "
                    + "preferences usual usually always favourite favorite remember forget booking bookings booked book reserve "
                    + "reserved reservation reservations reference ticket tickets order cancel cancelled canceled cancellation "
                    + "change changed refund pay paid payment buy purchase confirm approve hold invoice same again another other "
                    + "others else more also too instead this that these those it its one ones then previous earlier before "
                    + "second third option offer offers yes ok okay sure now soon asap immediately currently ago hour hours "
                    + "minute minutes tonight");

    private Everyday() {}

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.split(" ")));
    }
}
