import Testing

/// Tests that measure time: one after the other, so that they do not slow each other down.
@Suite(.serialized) enum TimedTests {}
