package p

import "unsafe"

func helper() int { return 0 }

type hooks struct{ after func() }

func (h hooks) run() {}

var hook = helper

func caller(pass func(), h hooks) {
	local := helper
	local()
	pass()
	there := elsewhere
	func() { there() }()
	hook()
	h.after()
	helper := helper()
	_ = helper
	h.
		run()
	(h.run)()
	_ = unsafe.Sizeof(h)
}
