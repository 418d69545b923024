"""Components that help a flow along: messages, dates, ids, lists."""
