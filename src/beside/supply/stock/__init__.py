"""The stock cabinet: shelves, lots, receipts, counts, recalls, transfers, reorder points."""
