package dev.jetway.runtime.model.registry;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What this node may still spend on models today, in UTC. Kept in memory: another node counts for itself, and one that
 * starts again begins with nothing spent. Safe for many threads.
 */
final class Budgets {

    private static final long NANOS = 1_000_000_000L;
    private static final String TOTAL = "";

    private static final class Account {
        private final long limit;
        private final AtomicReference<Purse> purse;

        private Account(long limit, LocalDate today) {
            this.limit = limit;
            this.purse = new AtomicReference<>(Purse.empty(today));
        }

        private boolean reserve(long most, LocalDate today) {
            while (true) {
                var now = purse.get();
                var less = now.reserve(most, limit, today);
                if (less.isEmpty()) {
                    return false;
                }
                if (purse.compareAndSet(now, less.get())) {
                    return true;
                }
            }
        }

        private void settle(long reservation, long cost, LocalDate today) {
            purse.updateAndGet(now -> now.settle(reservation, cost, today));
        }
    }

    /** What is put aside for one call until it is known what it cost. */
    final class Hold {
        private final List<Account> accounts;
        private final long most;
        private final AtomicBoolean settled = new AtomicBoolean();

        private Hold(List<Account> accounts, long most) {
            this.accounts = accounts;
            this.most = most;
        }

        /** Counts once, however often it is said. */
        void settle(long cost) {
            if (settled.compareAndSet(false, true)) {
                accounts.forEach(account -> account.settle(most, cost, today()));
            }
        }
    }

    private final Clock clock;
    private final Account total;
    private final Map<String, Account> tenants = new TreeMap<>();

    Budgets(BudgetSettings settings, Clock clock) {
        this.clock = clock;
        this.total = new Account(settings.perDay().map(Budgets::nanos).orElse(Long.MAX_VALUE / 2), today());
        settings.tenants().forEach((name, amount) -> tenants.put(name, new Account(nanos(amount), today())));
    }

    private static long nanos(BigDecimal amount) {
        return amount.multiply(BigDecimal.valueOf(NANOS)).longValue();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Puts aside what a call may cost at most. What costs nothing is always possible.
     *
     * @param tenant one without a budget of its own has only the one of all
     */
    Optional<Hold> reserve(Optional<String> tenant, long most) {
        var accounts = new ArrayList<Account>(List.of(total));
        tenant.map(tenants::get).ifPresent(accounts::add);
        if (most == 0) {
            return Optional.of(new Hold(accounts, 0));
        }
        var today = today();
        for (int i = 0; i < accounts.size(); i++) {
            if (!accounts.get(i).reserve(most, today)) {
                accounts.subList(0, i).forEach(account -> account.settle(most, 0, today));
                return Optional.empty();
            }
        }
        return Optional.of(new Hold(accounts, most));
    }

    /** What was spent today, by tenant with a budget; of all travelers together under the empty name. */
    SortedMap<String, BigDecimal> spent() {
        var spent = new TreeMap<String, BigDecimal>();
        spent.put(TOTAL, spent(total));
        tenants.forEach((name, account) -> spent.put(name, spent(account)));
        return spent;
    }

    private BigDecimal spent(Account account) {
        return BigDecimal.valueOf(account.purse.get().on(today()).spent(), 9);
    }
}
