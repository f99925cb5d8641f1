import Testing

@testable import Serving

@Suite struct MailboxTests {
    @Test func aLetterEndsTheWaitAndIsKept() async {
        let mailbox = Mailbox<Int>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await mailbox.wait { try await Task.sleep(for: .seconds(60)) } }
            group.addTask { mailbox.post(7) }
        }
        #expect(mailbox.take() == [7])
        #expect(mailbox.take().isEmpty)
    }

    @Test func aLetterThatCameBeforeIsNotWaitedFor() async {
        let mailbox = Mailbox<Int>()
        mailbox.post(1)
        mailbox.post(2)
        await mailbox.wait { try await Task.sleep(for: .seconds(60)) }
        #expect(mailbox.take() == [1, 2])
    }

    @Test func theSleepEndsTheWait() async {
        let mailbox = Mailbox<Int>()
        await mailbox.wait {}
        #expect(mailbox.take().isEmpty)
    }

    @Test func closingEndsTheWait() async {
        let mailbox = Mailbox<Int>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await mailbox.wait { try await Task.sleep(for: .seconds(60)) } }
            group.addTask { mailbox.close() }
        }
        #expect(mailbox.isClosed)
    }

    @Test func cancellationEndsTheWait() async {
        let mailbox = Mailbox<Int>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await mailbox.wait { try await Task.sleep(for: .seconds(60)) } }
            group.cancelAll()
        }
        #expect(!mailbox.isClosed)
    }

    @Test func lettersOfManySendersAllArrive() async {
        let mailbox = Mailbox<Int>()
        let received = await withTaskGroup(of: Void.self) { group in
            for letter in 0..<1000 { group.addTask { mailbox.post(letter) } }
            var received: [Int] = []
            while received.count < 1000 {
                await mailbox.wait { try await Task.sleep(for: .seconds(60)) }
                received += mailbox.take()
            }
            return received
        }
        #expect(received.sorted() == Array(0..<1000))
    }
}
