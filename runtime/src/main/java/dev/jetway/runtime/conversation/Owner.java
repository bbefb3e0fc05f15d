package dev.jetway.runtime.conversation;

/**
 * The region that works on a turn. The higher epoch wins, and within an epoch the region whose name
 * sorts first, so that all regions settle on one owner whatever order they learn of the claims in.
 *
 * @param epoch 0 for the region that received the message; one more for every take-over
 */
public record Owner(int epoch, String region) {

    boolean beats(Owner other) {
        return epoch != other.epoch ? epoch > other.epoch : region.compareTo(other.region) < 0;
    }

    /** @return the owner of a turn that a region adopts from this one */
    Owner next(String adopter) {
        return new Owner(epoch + 1, adopter);
    }
}
