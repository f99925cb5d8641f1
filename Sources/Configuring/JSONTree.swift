/// A JSON value of any shape.
indirect enum JSONTree: Encodable, Sendable {
    case object([String: JSONTree])
    case list([JSONTree])
    case text(String)
    case whole(Int)
    case decimal(Double)
    case flag(Bool)

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .object(let members): try value.encode(members)
        case .list(let elements): try value.encode(elements)
        case .text(let text): try value.encode(text)
        case .whole(let number): try value.encode(number)
        case .decimal(let number): try value.encode(number)
        case .flag(let isTrue): try value.encode(isTrue)
        }
    }
}
