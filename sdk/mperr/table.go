package mperr

import (
	"google.golang.org/grpc/codes"
)

// Row is what the project promises about one code.
type Row struct {
	// Code is the code.
	Code Code
	// GRPC is the status code the error travels under.
	GRPC codes.Code
	// Exit is the exit status of a command that ends with it.
	Exit int
	// Hint is the general advice; an error may carry a better one.
	Hint string
	// New makes the empty error of this code.
	New func() Error
}

// Exit statuses of the command. docs/errors.md takes their meanings from these comments.
const (
	// ExitOK: done.
	ExitOK = 0
	// ExitOther: failed for a reason that has no status of its own.
	ExitOther = 1
	// ExitAuth: Mixpanel refused the credentials.
	ExitAuth = 2
	// ExitUsage: the arguments or the query cannot be used.
	ExitUsage = 3
	// ExitNotFound: what was named does not exist: an account, a table, an event, a saved report, a database; or too little is there to tell.
	ExitNotFound = 4
	// ExitRateLimited: a quota of the project is used up.
	ExitRateLimited = 5
	// ExitNetwork: no answer arrived, or only a part of it.
	ExitNetwork = 6
	// ExitPlugin: a plugin is missing, failed, or lacks the power that was asked for.
	ExitPlugin = 7
	// ExitStorage: the store is in use, full, damaged or refused the write; or the result could not be written.
	ExitStorage = 8
	// ExitPartial: a part is missing. What is stored is consistent, and repeating the command fetches the rest.
	ExitPartial = 9
	// ExitInterrupted: ended by Ctrl-C or a signal. What is stored is consistent.
	ExitInterrupted = 130
)

// table is the one list of codes. Rows are appended and never changed: codes, gRPC codes and exit codes are a contract.
var table = []Row{
	{"UNKNOWN_ERROR", codes.Unknown, ExitOther, "this is a fault of mp or of a plugin; please report it with the command and this text", func() Error { return &UnknownError{} }},
	{"CANCELED", codes.Canceled, ExitInterrupted, "repeat the command; a fetch into a table goes on from what is stored", func() Error { return &Canceled{} }},
	{"DEADLINE_EXCEEDED", codes.DeadlineExceeded, ExitNetwork, "try again, with a longer deadline", func() Error { return &DeadlineExceeded{} }},
	{"INVALID_ARGUMENT", codes.InvalidArgument, ExitUsage, "see the command's --help", func() Error { return &InvalidArgument{} }},
	{"DATE_RANGE_TOO_LARGE", codes.OutOfRange, ExitUsage, "ask for fewer days", func() Error { return &DateRangeTooLarge{} }},

	{"CONFIG_ERROR", codes.FailedPrecondition, ExitOther, "mp auth explain shows where credentials were looked for", func() Error { return &ConfigError{} }},
	{"ACCOUNT_NOT_FOUND", codes.NotFound, ExitNotFound, "mp auth list shows the accounts", func() Error { return &AccountNotFound{} }},
	{"ACCOUNT_EXISTS", codes.AlreadyExists, ExitOther, "choose another name, or mp auth remove it first", func() Error { return &AccountExists{} }},
	{"CREDENTIALS_NOT_CONFIGURED", codes.NotFound, ExitOther, "mp auth add NAME stores an account", func() Error { return &CredentialsNotConfigured{} }},

	{"API_ERROR", codes.Unknown, ExitOther, "the details hold the status and the start of Mixpanel's answer", func() Error { return &APIError{} }},
	{"AUTH_FAILED", codes.Unauthenticated, ExitAuth, "check user name, secret, project and region with mp auth show", func() Error { return &AuthFailed{} }},
	{"RATE_LIMITED", codes.ResourceExhausted, ExitRateLimited, "wait and repeat the command", func() Error { return &RateLimited{} }},
	{"SERVER_ERROR", codes.Unavailable, ExitOther, "repeat the command; status.mixpanel.com tells of outages", func() Error { return &ServerError{} }},
	{"HTTP_ERROR", codes.Unavailable, ExitNetwork, "check the network, proxy settings and MP_API_BASE_URL", func() Error { return &HTTPError{} }},
	{"QUERY_FAILED", codes.InvalidArgument, ExitUsage, "correct the query; mp inspect schema shows the columns of a table", func() Error { return &QueryFailed{} }},
	{"JQL_SYNTAX_ERROR", codes.InvalidArgument, ExitUsage, "correct the script; the details tell the line where Mixpanel does", func() Error { return &JQLSyntaxError{} }},
	{"EVENT_NOT_FOUND", codes.NotFound, ExitNotFound, "check the spelling; capitals and spaces count in event names", func() Error { return &EventNotFound{} }},
	{"NOT_FOUND", codes.NotFound, ExitNotFound, "mp inspect funnels and mp inspect bookmarks list the ids", func() Error { return &NotFound{} }},
	{"INSUFFICIENT_DATA", codes.FailedPrecondition, ExitNotFound, "fetch more days, and ask again", func() Error { return &InsufficientData{} }},

	{"EXPORT_TRUNCATED", codes.DataLoss, ExitNetwork, "repeat the command; nothing of the cut body was stored", func() Error { return &ExportTruncated{} }},
	{"ROWS_REJECTED", codes.DataLoss, ExitOther, "--max-rejects N stores the other lines and keeps the rejected ones aside", func() Error { return &RowsRejected{} }},
	{"FETCH_INCOMPLETE", codes.Aborted, ExitPartial, "repeat the same command; it fetches what is missing", func() Error { return &FetchIncomplete{} }},

	{"TABLE_EXISTS", codes.AlreadyExists, ExitOther, "--replace swaps it, --append adds to what was fetched, mp inspect drop removes it", func() Error { return &TableExists{} }},
	{"TABLE_NOT_FOUND", codes.NotFound, ExitNotFound, "mp inspect tables lists the tables", func() Error { return &TableNotFound{} }},
	{"TABLE_KIND_MISMATCH", codes.FailedPrecondition, ExitStorage, "choose another table name; to write to this one, remove it first with mp inspect drop", func() Error { return &TableKindMismatch{} }},
	{"DATABASE_NOT_FOUND", codes.NotFound, ExitNotFound, "mp fetch events creates it; --db and MP_DB name another", func() Error { return &DatabaseNotFound{} }},
	{"STORAGE_LOCKED", codes.Unavailable, ExitStorage, "--wait 30s waits for the other process", func() Error { return &StorageLocked{} }},
	{"STORAGE_FULL", codes.ResourceExhausted, ExitStorage, "free some space and repeat the command; what was committed stays", func() Error { return &StorageFull{} }},
	{"STORAGE_FAILED", codes.Internal, ExitStorage, "check that the path exists and can be written; mp inspect info describes the store", func() Error { return &StorageFailed{} }},
	{"UNIT_MISMATCH", codes.DataLoss, ExitStorage, "repeat the command; the unit was rolled back", func() Error { return &UnitMismatch{} }},
	{"SESSION_NOT_FOUND", codes.FailedPrecondition, ExitStorage, "repeat the command", func() Error { return &SessionNotFound{} }},
	{"SESSION_CONFLICT", codes.Aborted, ExitStorage, "wait for the other fetch to end", func() Error { return &SessionConflict{} }},
	{"CAPABILITY_NOT_SUPPORTED", codes.Unimplemented, ExitPlugin, "mp plugin list shows what each plugin can do", func() Error { return &CapabilityNotSupported{} }},

	{"PLUGIN_NOT_FOUND", codes.NotFound, ExitPlugin, "mp plugin list shows the folders searched and what is in them", func() Error { return &PluginNotFound{} }},
	{"PLUGIN_START_FAILED", codes.Unavailable, ExitPlugin, "run mp plugin list to see which plugins start", func() Error { return &PluginStartFailed{} }},
	{"PLUGIN_CRASHED", codes.Internal, ExitPlugin, "repeat the command; if it happens again, report it to the plugin's author", func() Error { return &PluginCrashed{} }},
	{"PLUGIN_TIMEOUT", codes.DeadlineExceeded, ExitPlugin, "repeat the command; if it happens again, report it to the plugin's author", func() Error { return &PluginTimeout{} }},
	{"PLUGIN_PROTOCOL", codes.FailedPrecondition, ExitPlugin, "install a plugin that speaks this mp's protocol", func() Error { return &PluginProtocol{} }},
	{"PLUGIN_CHECKSUM", codes.FailedPrecondition, ExitPlugin, "install the plugin again from a source you trust", func() Error { return &PluginChecksum{} }},
}

var rowByCode = func() map[Code]Row {
	rows := make(map[Code]Row, len(table))
	for _, row := range table {
		rows[row.Code] = row
	}
	return rows
}()

// Table lists every code in the order of the documentation. The slice is the caller's own.
func Table() []Row { return append([]Row(nil), table...) }

// RowOf is the row of a code; UNKNOWN_ERROR's for a code that is not in the table.
func RowOf(code Code) Row {
	if row, ok := rowByCode[code]; ok {
		return row
	}
	return rowByCode["UNKNOWN_ERROR"]
}
