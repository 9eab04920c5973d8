struct Value {
    Value(int number);
    Value(const char *text);
    Value &operator=(const Value &other);
    void touch() {}
    void reset(Value other);
};

Value::Value(int number) {}
Value::Value(const char *text) {}
Value &Value::operator=(const Value &other) { return *this; }

// Inside of it, a class's name is the class and not its constructors.
void Value::reset(Value other)
{
    other.touch();
    *this = Value(1);
    Value made(other);
    made.touch();
}
