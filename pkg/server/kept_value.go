package server

import "sync"

// keptValues keeps small results as long as nothing stored has changed: the
// counter of the store stands for all that they depend on.
type keptValues[K comparable, V any] struct {
	mutex   sync.Mutex
	counter int64
	values  map[K]V
}

// of gives the kept value of a key, or makes it. counter must have been read
// before anything else the value is made from.
func (k *keptValues[K, V]) of(counter int64, key K, value func() (V, error)) (V, error) {
	k.mutex.Lock()
	if counter > k.counter || len(k.values) >= mostKept {
		k.counter, k.values = max(counter, k.counter), nil
	}
	v, ok := k.values[key]
	current := counter == k.counter
	k.mutex.Unlock()
	if ok && current {
		return v, nil
	}
	v, err := value()
	if err != nil || !current {
		return v, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.values == nil {
		k.values = map[K]V{}
	}
	if counter == k.counter {
		k.values[key] = v
	}
	return v, nil
}
