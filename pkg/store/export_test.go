package store

// LimitPages lets the database grow no further, as on a full disk: the limit
// cannot be lower than the pages there are.
func LimitPages(s *Store) error {
	var pages int
	return s.writer.Raw("PRAGMA max_page_count = 1").Row().Scan(&pages)
}
