package store

// What tests outside of the package look at.

// KeptOut gives the tables no archive holds.
func KeptOut() []string { return keptOut }

// HashText is the hash of a manifest.
func HashText(raw []byte) string { return sum256(raw) }
