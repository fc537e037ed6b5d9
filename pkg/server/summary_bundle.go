package server

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"muctieu/pkg/errs"
	"muctieu/pkg/export"
	"muctieu/pkg/store"
)

// bundleLease is how long a server may be silent before another goes on with
// its bundle.
const bundleLease = 30 * time.Second

// A summaryBundler makes the reports of many units in the background, a few
// units at a time: its memory is that of so many reports, however many there
// are.
// What is made is stored at once, so that a restart goes on where it was.
type summaryBundler struct {
	server  *Server
	mu      sync.Mutex
	running map[int64]context.CancelFunc
	ended   bool
	wg      sync.WaitGroup
}

// start goes on with a bundle unless that is being done, here or elsewhere.
func (b *summaryBundler) start(id int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended || b.running[id] != nil {
		return
	}
	if b.running == nil {
		b.running = map[int64]context.CancelFunc{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.running[id] = cancel
	b.wg.Go(func() {
		defer b.forget(id)
		if err := b.run(ctx, id); err != nil && ctx.Err() == nil {
			b.server.log.Error("bundle failed", "bundle", id, "error", err)
		}
	})
}

func (b *summaryBundler) forget(id int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running[id]()
	delete(b.running, id)
}

// stop ends all work, for a server that ends; what is not stored is made anew.
func (b *summaryBundler) stop() {
	b.mu.Lock()
	b.ended = true
	for _, cancel := range b.running {
		cancel()
	}
	b.mu.Unlock()
	b.wg.Wait()
}

// resume goes on with whatever a server left unfinished.
func (b *summaryBundler) resume(ctx context.Context) error {
	waiting, err := b.server.store.WaitingBundles(ctx)
	for _, w := range waiting {
		b.start(w.ID)
	}
	return err
}

// run makes the units of a bundle that have not been made.
func (b *summaryBundler) run(ctx context.Context, id int64) error {
	st := b.server.store
	got, err := st.ClaimBundle(ctx, id, bundleLease)
	if err != nil || !got {
		return err
	}
	bundle, err := st.Bundle(ctx, id)
	if err != nil {
		return err
	}
	for {
		next, err := st.NextBundleUnits(ctx, id, atOnce())
		switch {
		case err == nil:
		case errs.KindOf(err) == errs.NotFound:
			return st.EndBundle(ctx, id, store.BundleDone)
		default:
			return errors.Join(err, st.ReleaseBundle(context.WithoutCancel(ctx), id))
		}
		if err := b.units(ctx, bundle, next); err != nil {
			return errors.Join(err, st.ReleaseBundle(context.WithoutCancel(ctx), id))
		}
	}
}

// mostAtOnce bounds how many units are made side by side, and with them the
// memory that takes.
const mostAtOnce = 4

// atOnce is how many units are made side by side: one for each processor.
func atOnce() int { return min(runtime.GOMAXPROCS(0), mostAtOnce) }

// units makes some units side by side.
func (b *summaryBundler) units(ctx context.Context, bundle store.Bundle, next []store.BundleUnit) error {
	failed := make([]error, len(next))
	var wg sync.WaitGroup
	for i, u := range next {
		wg.Go(func() { failed[i] = b.unit(ctx, bundle, u) })
	}
	wg.Wait()
	return errors.Join(failed...)
}

// unit makes the files of one unit. A unit that cannot be reported on is noted
// and passed over; the others are made all the same.
func (b *summaryBundler) unit(ctx context.Context, bundle store.Bundle, next store.BundleUnit) error {
	files, err := b.files(ctx, bundle, next)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	fault := ""
	var known *errs.Error
	switch {
	case err == nil:
	case errors.As(err, &known) && known.Kind != errs.Internal:
		fault = known.Key
	default:
		b.server.log.Error("report of a bundle failed", "bundle", bundle.ID, "unit", string(next.Unit), "error", err)
		fault = "core.internal"
	}
	return b.server.store.SaveBundleUnit(ctx, bundle.ID, next.Position, files, fault)
}

func (b *summaryBundler) files(ctx context.Context, bundle store.Bundle, next store.BundleUnit) ([]store.BundleFile, error) {
	w, err := b.server.summaryWork(ctx, summaryScope{unit: next.Unit, period: bundle.Period, lang: bundle.Lang, decimals: bundle.Decimals})
	if err != nil {
		return nil, err
	}
	doc, err := w.document(ctx, false)
	if err != nil {
		return nil, err
	}
	files := make([]store.BundleFile, len(bundle.Formats))
	for i, name := range bundle.Formats {
		format, err := export.FormatNamed(name)
		if err != nil {
			return nil, err
		}
		f, err := w.write(doc, format)
		if err != nil {
			return nil, err
		}
		files[i] = store.BundleFile{Name: f.name, Content: f.body}
	}
	return files, nil
}
