import Logging

/// A logger that writes to standard error: data goes to standard output, all else there.
func journal(level: Logger.Level) -> Logger {
    var logger = Logger(label: "preheat") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
}
