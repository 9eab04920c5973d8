template <typename T>
T largest(T a, T b)
{
    return a > b ? a : b;
}

template <typename T, int N = 4>
class Stack {
public:
    void push(const T &value) { items[top++] = value; }
    T pop();

private:
    T items[N];
    int top = 0;
};

template <typename T, int N>
T Stack<T, N>::pop()
{
    return items[--top];
}

template <>
class Stack<bool, 1> {
    bool flag;
};

template <typename... Ts>
int count(Ts... values)
{
    return sizeof...(values);
}

template <typename T> using List = Stack<T, 8>;
template <typename T> constexpr bool is_big = sizeof(T) > 8;
template <typename U> void declared_only(U u);

int main()
{
    Stack<int> stack;
    stack.push(largest<int>(1, 2));
    return stack.pop() + largest(3, 4) + count(1, 2, 3);
}
