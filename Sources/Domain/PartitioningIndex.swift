extension Array {
    /// The index of the first element that `belongs` holds for, or the count when there is none.
    ///
    /// - Precondition: once `belongs` holds for an element, it holds for all after it.
    /// - Complexity: O(log *n*)
    package func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var lower = 0
        var upper = count
        while lower < upper {
            let middle = (lower + upper) / 2
            if belongs(self[middle]) { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}
