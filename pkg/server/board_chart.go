package server

// fillCharts fills the drawings under the table and the rows no bar can show.
func (m *boardMaker) fillCharts(v *boardView) {
}
