package dev.jetway.runtime.region.link;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.region.primary.Primary;
import dev.jetway.runtime.region.primary.PrimaryRegister;
import java.time.Clock;
import java.time.Duration;

/** The registers of regions that are all in one process, over a journal in memory. */
final class Registers {

    private static final Duration LEASE = Duration.ofMillis(500);

    private final ActorTestKit kit;

    Registers(ActorTestKit kit) {
        this.kit = kit;
    }

    static Config config() {
        return ConfigFactory.parseString("""
                        akka.actor.provider = local
                        akka.actor.serialization-bindings {
                          "dev.jetway.runtime.serialization.JetwaySerializable" = jackson-cbor
                        }
                        """)
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(ConfigFactory.load());
    }

    void clear() {
        PersistenceTestKit.create(kit.system()).clearAll();
    }

    /** Loads what the region has recorded, as its node does when it starts. */
    Primary of(String region, String configured) {
        var register =
                kit.spawn(PrimaryRegister.create(region, configured, LEASE, Clock.systemUTC(), System::nanoTime));
        return new Primary(register, kit.system().scheduler(), configured, LEASE, System::nanoTime);
    }
}
