package dev.jetway.agents.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;

/**
 * Whether confidence can be trusted.
 *
 * @param error expected calibration error over {@value #BINS} bins of equal width: how far confidence lies from
 *     accuracy, on average; 0 is perfect
 * @param surest the accuracy of the most confident {@value #SHARE_PERCENT} %; those of one confidence count evenly
 */
public record Calibration(double error, double surest) {

    public static final int BINS = 10;
    public static final int SHARE_PERCENT = 80;

    /** One decision: how sure, and whether right. */
    public record Decision(double confidence, boolean right) {}

    /** Not a number, both, when nothing was decided. */
    public static Calibration of(Collection<Decision> decisions) {
        return new Calibration(error(decisions), surest(decisions));
    }

    private static double error(Collection<Decision> decisions) {
        var sure = new double[BINS];
        var right = new double[BINS];
        for (var decision : decisions) {
            int bin = Math.max(0, Math.min(BINS - 1, (int) (decision.confidence() * BINS)));
            sure[bin] += decision.confidence();
            right[bin] += decision.right() ? 1 : 0;
        }
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(sure[bin] - right[bin]);
        }
        return sum / decisions.size();
    }

    private static double surest(Collection<Decision> decisions) {
        var sorted = new ArrayList<>(decisions);
        sorted.sort(Comparator.comparing(Decision::confidence).reversed());
        int wanted = (sorted.size() * SHARE_PERCENT + 99) / 100;
        double right = 0;
        for (int i = 0; i < wanted; ) {
            int alike = i;
            int hits = 0;
            while (alike < sorted.size()
                    && sorted.get(alike).confidence() == sorted.get(i).confidence()) {
                hits += sorted.get(alike).right() ? 1 : 0;
                alike++;
            }
            int taken = Math.min(alike, wanted) - i;
            right += (double) hits * taken / (alike - i);
            i = alike;
        }
        return right / wanted;
    }
}
