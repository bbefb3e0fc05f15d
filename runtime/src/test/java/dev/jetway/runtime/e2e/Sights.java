package dev.jetway.runtime.e2e;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What a traveler has been shown and may refer to: the numbered offers of the last lists, and references. */
final class Sights {

    private static final Pattern HOTEL = Pattern.compile("(\\d+)\\. \\*\\*([^£*]+)\\*\\* ★.*?£([\\d,.]+) a night.*");
    private static final Pattern FLIGHT = Pattern.compile("(\\d+)\\. \\*\\*£([\\d,.]+)\\*\\* · (\\w+).*");
    private static final Pattern REFERENCE = Pattern.compile("\\bJW[A-Z0-9]{6}\\b");

    private record Offer(int number, String name, BigDecimal price) {}

    private List<Offer> hotels = List.of();
    private List<Offer> flights = List.of();
    private final List<String> references = new ArrayList<>();

    void see(Run run) {
        var hotelsSeen = new ArrayList<Offer>();
        var flightsSeen = new ArrayList<Offer>();
        for (var line : run.options()) {
            var hotel = HOTEL.matcher(line);
            var flight = FLIGHT.matcher(line);
            if (hotel.matches()) {
                hotelsSeen.add(new Offer(number(hotel.group(1)), hotel.group(2), price(hotel.group(3))));
            } else if (flight.matches()) {
                flightsSeen.add(new Offer(number(flight.group(1)), flight.group(3), price(flight.group(2))));
            }
        }
        if (!hotelsSeen.isEmpty() || !flightsSeen.isEmpty()) {
            hotels = hotelsSeen;
            flights = flightsSeen;
        }
        var found = REFERENCE.matcher(run.text());
        while (found.find()) {
            if (!references.contains(found.group())) {
                references.add(found.group());
            }
        }
    }

    /** {@code hotel 2}, {@code cheapest flight}, {@code reference} (the last one), {@code reference 1}. */
    String get(String blank) {
        var words = blank.split(" ");
        return switch (words[0]) {
            case "hotel" -> nth(hotels, words[1]);
            case "flight" -> nth(flights, words[1]);
            case "cheapest" -> cheapest(words[1].equals("hotel") ? hotels : flights);
            case "reference" -> references.get(words.length > 1 ? number(words[1]) - 1 : references.size() - 1);
            default -> throw new IllegalArgumentException("There is no {%s}".formatted(blank));
        };
    }

    private static String nth(List<Offer> offers, String number) {
        return offers.stream()
                .filter(offer -> offer.number() == number(number))
                .map(Offer::name)
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no number %s in %s".formatted(number, offers)));
    }

    private static String cheapest(List<Offer> offers) {
        return offers.stream()
                .min(Comparator.comparing(Offer::price).thenComparing(Offer::number))
                .map(Offer::name)
                .orElseThrow(() -> new AssertionError("Nothing was offered"));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static BigDecimal price(String amount) {
        return new BigDecimal(amount.replace(",", ""));
    }
}
