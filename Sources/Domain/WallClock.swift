/// A clock whose instants are moments of the calendar: the real one, a faster one, a simulated one.
package protocol WallClock: Clock where Instant == Timestamp {}
