/// Why a row of a CSV file could not be used.
struct RowFlaw: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
