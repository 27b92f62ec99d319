package duck

// ParseFailure is parseFailure.
var ParseFailure = parseFailure
