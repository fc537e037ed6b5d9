package i18n

import "testing"

// A page prints hundreds of messages.
func BenchmarkMessage(b *testing.B) {
	p := For(Vi)
	for range b.N {
		p.T("report.percent", "percent", "110,6", "plan", "kế hoạch")
	}
}

func BenchmarkPlainText(b *testing.B) {
	p := For(En)
	for range b.N {
		p.T("report.plan")
	}
}
