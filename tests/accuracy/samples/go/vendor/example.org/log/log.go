package log

type Logger struct{ prefix string }

func New(prefix string) *Logger { return &Logger{prefix} }

func (l *Logger) Print(text string) { print(l.prefix, text) }
