package dev.jetway.runtime.region.follow;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;

/**
 * What journals and region link share on one node. Akka creates the journals by their class name, so this is where the
 * two meet.
 *
 * @param settings of this node
 * @param followers who follows what here
 */
public record Following(FollowingSettings settings, Followers followers) implements Extension {

    private static final class Id extends ExtensionId<Following> {
        private static final Id INSTANCE = new Id();

        @Override
        public Following createExtension(ActorSystem<?> system) {
            var config = system.settings().config().getConfig("jetway.following");
            return new Following(FollowingSettings.from(config), new Followers());
        }
    }

    /** The one of an actor system. */
    public static Following of(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }
}
