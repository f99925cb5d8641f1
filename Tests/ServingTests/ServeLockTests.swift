import Foundation
import Serving
import Testing

@Suite struct ServeLockTests {
    private let path = FileManager.default.temporaryDirectory
        .appending(path: "preheat-lock-\(UUID().uuidString).db").path

    @Test func oneHolderAtATime() throws {
        defer { try? FileManager.default.removeItem(atPath: path + ".serve") }
        let first = try ServeLock(forDatabaseAt: path)
        #expect(throws: ServingError.alreadyServed(database: path)) {
            try ServeLock(forDatabaseAt: path)
        }
        withExtendedLifetime(first) {}
    }

    @Test func theLockIsGivenBack() throws {
        defer { try? FileManager.default.removeItem(atPath: path + ".serve") }
        do { _ = try ServeLock(forDatabaseAt: path) }
        _ = try ServeLock(forDatabaseAt: path)
    }

    @Test func whoLooksSeesTheHolderAndIsNotInTheWay() throws {
        defer { try? FileManager.default.removeItem(atPath: path + ".serve") }
        #expect(ServeLock.isHeld(forDatabaseAt: path) == false)
        #expect(!FileManager.default.fileExists(atPath: path + ".serve"))
        do {
            let lock = try ServeLock(forDatabaseAt: path)
            #expect(ServeLock.isHeld(forDatabaseAt: path) == true)
            withExtendedLifetime(lock) {}
        }
        #expect(ServeLock.isHeld(forDatabaseAt: path) == false)
        _ = try ServeLock(forDatabaseAt: path)
    }

    @Test func aFolderThatIsNotThereIsSaid() {
        #expect(
            throws: ServingError.lockUnavailable(
                path: "/nowhere/x.db.serve",
                reason: "No such file or directory"
            )
        ) {
            try ServeLock(forDatabaseAt: "/nowhere/x.db")
        }
    }
}
