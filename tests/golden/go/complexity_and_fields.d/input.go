package input

type Counter struct {
	total int
	names []string
	mutex *Mutex
}

func (c *Counter) Add(n int) {
	if n < 0 || n > 10 && c.total > 0 {
		return
	}
	c.total += n
	c.Log("added")
}

func (c *Counter) Names() []string {
	for i := range c.names {
		c.names[i] = ""
	}
	return c.names
}

func (c *Counter) Log(text string) {
	c.mutex.Lock()
}

func choose(x interface{}, ch chan int) int {
	switch x.(type) {
	case int, uint:
		return 1
	case string:
		return 2
	default:
	}
	select {
	case <-ch:
	}
	f := func() bool { return x == nil || ch == nil }
	_ = f
	return 0
}

func plain() {}

type Mutex struct{}

func (*Mutex) Lock() {}
