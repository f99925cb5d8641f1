package import Domain

/// What the ledger holds of one endpoint in one part of a period.
package struct LedgerPart: Equatable, Sendable {
    package var endpointID: EndpointID
    /// The number of the part, from 0.
    package var part: Int
    package var figures: LedgerFigures
}
