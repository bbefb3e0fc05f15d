package dev.jetway.cluster;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;

/** Sessions for schema work and checks: one connection, patient time limits, nothing kept in memory. */
public final class CqlSessions {

    private CqlSessions() {}

    /**
     * Connects. Blocks until connected or refused.
     *
     * @throws com.datastax.oss.driver.api.core.AllNodesFailedException when no contact point answers
     */
    public static CqlSession open(Collection<InetSocketAddress> contactPoints, String dataCenter) {
        return builder(contactPoints, dataCenter).build();
    }

    /** As {@link #open}, for a cluster that asks for a password. */
    public static CqlSession open(
            Collection<InetSocketAddress> contactPoints, String dataCenter, String user, String password) {
        return builder(contactPoints, dataCenter)
                .withAuthCredentials(user, password)
                .build();
    }

    private static CqlSessionBuilder builder(Collection<InetSocketAddress> contactPoints, String dataCenter) {
        return CqlSession.builder()
                .withConfigLoader(patient())
                .addContactPoints(contactPoints)
                .withLocalDatacenter(dataCenter);
    }

    private static DriverConfigLoader patient() {
        return DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(15))
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(15))
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_TIMEOUT, Duration.ofSeconds(20))
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .build();
    }
}
