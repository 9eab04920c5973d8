template <class T> class List {
public:
    T &front();
    List<T> &append(const T &item);
};

template <class Key, class T> class Map {
public:
    T &operator[](const Key &key);
    List<Key> keys() const;
};

template <class T> T &List<T>::front() { return *this->items; }

template <class T> List<T> &List<T>::append(const T &item)
{
    front();
    return *this;
}

template <class Key, class T> T &Map<Key, T>::operator[](const Key &key) { return at(key); }

template <class Key, class T> List<Key> Map<Key, T>::keys() const { return List<Key>(); }
