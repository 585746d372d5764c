package web

import (
	"container/list"
	"sync"
)

// cache keeps the values that were asked for last. What it holds is reached only by who
// was shown what its key is made of.
type cache[K comparable, V any] struct {
	mu    sync.Mutex
	most  int
	order *list.List // of *cached[K, V], the last used first
	byKey map[K]*list.Element
}

type cached[K comparable, V any] struct {
	key   K
	value V
}

func newCache[K comparable, V any](most int) *cache[K, V] {
	return &cache[K, V]{most: most, order: list.New(), byKey: make(map[K]*list.Element)}
}

func (c *cache[K, V]) get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached[K, V]).value, true
}

// put keeps a value, in place of the one before.
func (c *cache[K, V]) put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		e.Value.(*cached[K, V]).value = value
		return
	}
	c.byKey[key] = c.order.PushFront(&cached[K, V]{key, value})
	if c.order.Len() > c.most {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.byKey, last.Value.(*cached[K, V]).key)
	}
}
