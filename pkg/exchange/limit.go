package exchange

// The limits of what is read. They are far above any honest file and keep a
// hostile one from taking the server's memory or time.
const (
	MaxFile  = 128 << 20 // bytes of one file, packed
	MaxRows  = 500_000   // rows of all files of one import
	maxSheet = 64 << 20  // bytes of one workbook, unpacked
	maxPiece = 1 << 20   // bytes of one piece of a workbook's XML
	maxParts = 4096      // files inside a workbook
	maxStyle = 1 << 16   // formats of a workbook, as in spreadsheet programs
	maxWidth = 64        // columns of a table
	maxText  = 32_767    // bytes of a cell, as in a workbook
	maxNoted = 10_000    // faults, and doubts, that are kept
)
