package store

import (
	"context"
	"time"

	"muctieu/pkg/org"
	"muctieu/pkg/period"
)

// mostMoments is how many moments of one period are offered.
const mostMoments = 20

// Moments gives the times at which figures of a unit's period are dated, the
// newest first, 20 at most: what the period may be shown as of. A period
// without figures has none.
func (s *Store) Moments(ctx context.Context, unit org.Key, p period.Period) ([]time.Time, error) {
	var seconds []int64
	const q = "SELECT DISTINCT dated FROM figure WHERE unit = ? AND year = ? AND period = ? ORDER BY dated DESC LIMIT ?"
	if err := s.reader.WithContext(ctx).Raw(q, unit, p.Year, p.String(), mostMoments).Scan(&seconds).Error; err != nil {
		return nil, told(err)
	}
	times := make([]time.Time, len(seconds))
	for i, n := range seconds {
		times[i] = time.Unix(n, 0).UTC()
	}
	return times, nil
}
