// What Rust's standard library declares, as far as types of values follow from it (doc.rust-lang.org/std, 1.63): the
// methods whose results have members of the tree's own types, or are what further methods are called on. Read by
// make_prelude.c; never compiled. It is written in the reduced terms of the facts: references, Box, Rc, Arc and such are
// what they hold; every iterator is an Iter<T>; an associated type is a type parameter behind the trait's own; `slice`,
// `str`, `tuple` and the numbers are types like any other. What iteration, `?` and `Some(x)` take out of a value is the
// type argument of Iterable.

trait Iterable<T> {}

trait Deref<Target> {
    fn deref(&self) -> Target;
}
trait DerefMut<Target> : Deref<Target> {
    fn deref_mut(&mut self) -> Target;
}
trait Index<Idx, Output> {}
trait Into {
    fn into(self);
    fn try_into(self);
}
struct Cow<T>;
impl<T> Deref<T> for Cow<T> {}
impl<T> Cow<T> {
    fn into_owned(self) -> T;
    fn to_mut(&mut self) -> T;
    fn clone(&self) -> Cow<T>;
}
struct Pin<T>;
impl<T> Deref<T> for Pin<T> {}
impl<T> Pin<T> {
    fn new(value: T) -> Pin<T>;
    fn new_unchecked(value: T) -> Pin<T>;
    fn as_mut(&mut self) -> Pin<T>;
    fn as_ref(&self) -> Pin<T>;
    fn get_mut(self) -> T;
    fn get_ref(self) -> T;
    fn get_unchecked_mut(self) -> T;
}
struct Ref<T>;
impl<T> Deref<T> for Ref<T> {}
struct RefMut<T>;
impl<T> Deref<T> for RefMut<T> {}
struct MutexGuard<T>;
impl<T> Deref<T> for MutexGuard<T> {}
struct RwLockReadGuard<T>;
impl<T> Deref<T> for RwLockReadGuard<T> {}
struct RwLockWriteGuard<T>;
impl<T> Deref<T> for RwLockWriteGuard<T> {}
struct ManuallyDrop<T>;
impl<T> Deref<T> for ManuallyDrop<T> {}
impl<T> ManuallyDrop<T> {
    fn new(value: T) -> ManuallyDrop<T>;
    fn into_inner(self) -> T;
    fn take(slot: ManuallyDrop<T>) -> T;
}

struct Option<T>;
impl<T> Iterable<T> for Option<T> {}
fn Some<T>(value: T) -> Option<T>;
impl<T> Option<T> {
    fn is_some(&self) -> bool;
    fn is_none(&self) -> bool;
    fn is_some_and(self, f: fn(T) -> bool) -> bool;
    fn as_ref(&self) -> Option<T>;
    fn as_mut(&mut self) -> Option<T>;
    fn as_deref(&self) -> Option<T>;
    fn as_deref_mut(&mut self) -> Option<T>;
    fn expect(self, message: str) -> T;
    fn unwrap(self) -> T;
    fn unwrap_unchecked(self) -> T;
    fn unwrap_or(self, default: T) -> T;
    fn unwrap_or_else(self, f: fn() -> T) -> T;
    fn unwrap_or_default(self) -> T;
    fn map<U>(self, f: fn(T) -> U) -> Option<U>;
    fn map_or<U>(self, default: U, f: fn(T) -> U) -> U;
    fn map_or_else<U>(self, default: fn() -> U, f: fn(T) -> U) -> U;
    fn inspect(self, f: fn(T)) -> Option<T>;
    fn ok_or<E>(self, error: E) -> Result<T, E>;
    fn ok_or_else<E>(self, f: fn() -> E) -> Result<T, E>;
    fn iter(&self) -> Iter<T>;
    fn iter_mut(&mut self) -> Iter<T>;
    fn into_iter(self) -> Iter<T>;
    fn and<U>(self, other: Option<U>) -> Option<U>;
    fn and_then<U>(self, f: fn(T) -> Option<U>) -> Option<U>;
    fn filter(self, f: fn(T) -> bool) -> Option<T>;
    fn or(self, other: Option<T>) -> Option<T>;
    fn or_else(self, f: fn() -> Option<T>) -> Option<T>;
    fn xor(self, other: Option<T>) -> Option<T>;
    fn insert(&mut self, value: T) -> T;
    fn get_or_insert(&mut self, value: T) -> T;
    fn get_or_insert_with(&mut self, f: fn() -> T) -> T;
    fn take(&mut self) -> Option<T>;
    fn replace(&mut self, value: T) -> Option<T>;
    fn zip<U>(self, other: Option<U>) -> Option<(T, U)>;
    fn copied(self) -> Option<T>;
    fn cloned(self) -> Option<T>;
    fn clone(&self) -> Option<T>;
    fn flatten(self) -> T;
    fn transpose(self) -> Result<T, T>;
    fn eq(&self, other: Option<T>) -> bool;
    fn ne(&self, other: Option<T>) -> bool;
    fn cmp(&self, other: Option<T>) -> Ordering;
    fn hash(&self);
    fn fmt(&self);
}

struct Result<T, E>;
impl<T, E> Iterable<T> for Result<T, E> {}
fn Ok<T, E>(value: T) -> Result<T, E>;
fn Err<T, E>(error: E) -> Result<T, E>;
impl<T, E> Result<T, E> {
    fn is_ok(&self) -> bool;
    fn is_err(&self) -> bool;
    fn ok(self) -> Option<T>;
    fn err(self) -> Option<E>;
    fn as_ref(&self) -> Result<T, E>;
    fn as_mut(&mut self) -> Result<T, E>;
    fn map<U>(self, f: fn(T) -> U) -> Result<U, E>;
    fn map_or<U>(self, default: U, f: fn(T) -> U) -> U;
    fn map_or_else<U>(self, default: fn(E) -> U, f: fn(T) -> U) -> U;
    fn map_err<F>(self, f: fn(E) -> F) -> Result<T, F>;
    fn iter(&self) -> Iter<T>;
    fn into_iter(self) -> Iter<T>;
    fn and<U>(self, other: Result<U, E>) -> Result<U, E>;
    fn and_then<U>(self, f: fn(T) -> Result<U, E>) -> Result<U, E>;
    fn or(self, other: Result<T, E>) -> Result<T, E>;
    fn or_else<F>(self, f: fn(E) -> Result<T, F>) -> Result<T, F>;
    fn unwrap(self) -> T;
    fn unwrap_or(self, default: T) -> T;
    fn unwrap_or_else(self, f: fn(E) -> T) -> T;
    fn unwrap_or_default(self) -> T;
    fn expect(self, message: str) -> T;
    fn unwrap_err(self) -> E;
    fn expect_err(self, message: str) -> E;
    fn cloned(self) -> Result<T, E>;
    fn copied(self) -> Result<T, E>;
    fn clone(&self) -> Result<T, E>;
}

trait Iterator<Item> : Iterable<Item> {
    fn next(&mut self) -> Option<Item>;
    fn size_hint(&self) -> (usize, Option<usize>);
    fn count(self) -> usize;
    fn last(self) -> Option<Item>;
    fn nth(&mut self, n: usize) -> Option<Item>;
    fn step_by(self, n: usize) -> Iter<Item>;
    fn chain<U>(self, other: U) -> Iter<Item>;
    fn zip<U>(self, other: Iterable<U>) -> Iter<(Item, U)>;
    fn map<B>(self, f: fn(Item) -> B) -> Iter<B>;
    fn for_each(self, f: fn(Item));
    fn filter(self, f: fn(Item) -> bool) -> Iter<Item>;
    fn filter_map<B>(self, f: fn(Item) -> Option<B>) -> Iter<B>;
    fn enumerate(self) -> Iter<(usize, Item)>;
    fn peekable(self) -> Peekable<Item>;
    fn skip_while(self, f: fn(Item) -> bool) -> Iter<Item>;
    fn take_while(self, f: fn(Item) -> bool) -> Iter<Item>;
    fn map_while<B>(self, f: fn(Item) -> Option<B>) -> Iter<B>;
    fn skip(self, n: usize) -> Iter<Item>;
    fn take(self, n: usize) -> Iter<Item>;
    fn scan<S, B>(self, state: S, f: fn(S, Item) -> Option<B>) -> Iter<B>;
    fn flat_map<B>(self, f: fn(Item) -> Iterable<B>) -> Iter<B>;
    fn flatten(self) -> Iter<Item>;
    fn fuse(self) -> Iter<Item>;
    fn inspect(self, f: fn(Item)) -> Iter<Item>;
    fn by_ref(&mut self) -> Iter<Item>;
    fn collect<B>(self) -> B;
    fn partition<B>(self, f: fn(Item) -> bool) -> (B, B);
    fn try_fold<B, R>(&mut self, state: B, f: fn(B, Item) -> R) -> R;
    fn try_for_each<R>(&mut self, f: fn(Item) -> R) -> R;
    fn fold<B>(self, state: B, f: fn(B, Item) -> B) -> B;
    fn reduce(self, f: fn(Item, Item) -> Item) -> Option<Item>;
    fn all(&mut self, f: fn(Item) -> bool) -> bool;
    fn any(&mut self, f: fn(Item) -> bool) -> bool;
    fn find(&mut self, f: fn(Item) -> bool) -> Option<Item>;
    fn find_map<B>(&mut self, f: fn(Item) -> Option<B>) -> Option<B>;
    fn position(&mut self, f: fn(Item) -> bool) -> Option<usize>;
    fn rposition(&mut self, f: fn(Item) -> bool) -> Option<usize>;
    fn max(self) -> Option<Item>;
    fn min(self) -> Option<Item>;
    fn max_by_key<B>(self, f: fn(Item) -> B) -> Option<Item>;
    fn max_by(self, f: fn(Item, Item) -> Ordering) -> Option<Item>;
    fn min_by_key<B>(self, f: fn(Item) -> B) -> Option<Item>;
    fn min_by(self, f: fn(Item, Item) -> Ordering) -> Option<Item>;
    fn rev(self) -> Iter<Item>;
    fn unzip<A, B>(self) -> (A, B);
    fn copied(self) -> Iter<Item>;
    fn cloned(self) -> Iter<Item>;
    fn cycle(self) -> Iter<Item>;
    fn sum<S>(self) -> S;
    fn product<S>(self) -> S;
    fn cmp<I>(self, other: I) -> Ordering;
    fn eq<I>(self, other: I) -> bool;
    fn into_iter(self) -> Iter<Item>;
}
trait DoubleEndedIterator<Item> : Iterator<Item> {
    fn next_back(&mut self) -> Option<Item>;
    fn nth_back(&mut self, n: usize) -> Option<Item>;
    fn rfold<B>(self, state: B, f: fn(B, Item) -> B) -> B;
    fn rfind(&mut self, f: fn(Item) -> bool) -> Option<Item>;
}
trait ExactSizeIterator<Item> : Iterator<Item> {}
trait IntoIterator<Item, IntoIter> : Iterable<Item> {
    fn into_iter(self) -> Iter<Item>;
}
struct Iter<T>;
impl<T> DoubleEndedIterator<T> for Iter<T> {}
impl<T> Iter<T> {
    fn len(&self) -> usize;
    fn as_str(&self) -> str;
    fn as_slice(&self) -> [T];
    fn clone(&self) -> Iter<T>;
}
type IntoIter<T> = Iter<T>;
type IterMut<T> = Iter<T>;
type Drain<T> = Iter<T>;
type Chunks<T> = Iter<[T]>;
type Windows<T> = Iter<[T]>;
type Chars = Iter<char>;
type CharIndices = Iter<(usize, char)>;
type Rev<I> = I;
type Skip<I> = I;
type Take<I> = I;
type Fuse<I> = I;
type Cloned<I> = I;
type Copied<I> = I;
struct Peekable<T>;
impl<T> DoubleEndedIterator<T> for Peekable<T> {}
impl<T> Peekable<T> {
    fn peek(&mut self) -> Option<T>;
    fn peek_mut(&mut self) -> Option<T>;
    fn next_if(&mut self, f: fn(T) -> bool) -> Option<T>;
    fn next_if_eq<R>(&mut self, other: R) -> Option<T>;
}

trait Slice<T> : Iterable<T> {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn first(&self) -> Option<T>;
    fn first_mut(&mut self) -> Option<T>;
    fn last(&self) -> Option<T>;
    fn last_mut(&mut self) -> Option<T>;
    fn split_first(&self) -> Option<(T, [T])>;
    fn split_last(&self) -> Option<(T, [T])>;
    fn get(&self, index: usize) -> Option<T>;
    fn get_mut(&mut self, index: usize) -> Option<T>;
    fn get_unchecked(&self, index: usize) -> T;
    fn get_unchecked_mut(&mut self, index: usize) -> T;
    fn as_ptr(&self) -> T;
    fn as_mut_ptr(&mut self) -> T;
    fn swap(&mut self, a: usize, b: usize);
    fn reverse(&mut self);
    fn iter(&self) -> Iter<T>;
    fn iter_mut(&mut self) -> Iter<T>;
    fn into_iter(self) -> Iter<T>;
    fn windows(&self, n: usize) -> Iter<[T]>;
    fn chunks(&self, n: usize) -> Iter<[T]>;
    fn chunks_mut(&mut self, n: usize) -> Iter<[T]>;
    fn chunks_exact(&self, n: usize) -> Iter<[T]>;
    fn split_at(&self, at: usize) -> ([T], [T]);
    fn split_at_mut(&mut self, at: usize) -> ([T], [T]);
    fn split(&self, f: fn(T) -> bool) -> Iter<[T]>;
    fn splitn(&self, n: usize, f: fn(T) -> bool) -> Iter<[T]>;
    fn contains(&self, value: T) -> bool;
    fn starts_with(&self, other: [T]) -> bool;
    fn ends_with(&self, other: [T]) -> bool;
    fn strip_prefix(&self, other: [T]) -> Option<[T]>;
    fn strip_suffix(&self, other: [T]) -> Option<[T]>;
    fn binary_search(&self, value: T) -> Result<usize, usize>;
    fn binary_search_by(&self, f: fn(T) -> Ordering) -> Result<usize, usize>;
    fn binary_search_by_key<B>(&self, key: B, f: fn(T) -> B) -> Result<usize, usize>;
    fn partition_point(&self, f: fn(T) -> bool) -> usize;
    fn sort(&mut self);
    fn sort_by(&mut self, f: fn(T, T) -> Ordering);
    fn sort_by_key<B>(&mut self, f: fn(T) -> B);
    fn sort_unstable(&mut self);
    fn sort_unstable_by(&mut self, f: fn(T, T) -> Ordering);
    fn sort_unstable_by_key<B>(&mut self, f: fn(T) -> B);
    fn fill(&mut self, value: T);
    fn copy_from_slice(&mut self, other: [T]);
    fn clone_from_slice(&mut self, other: [T]);
    fn copy_within<R>(&mut self, range: R, to: usize);
    fn rotate_left(&mut self, n: usize);
    fn rotate_right(&mut self, n: usize);
    fn to_vec(&self) -> Vec<T>;
    fn to_owned(&self) -> Vec<T>;
    fn into_vec(self) -> Vec<T>;
    fn concat(&self) -> T;
    fn join<S>(&self, separator: S) -> String;
    fn as_ref(&self) -> [T];
    fn as_mut(&mut self) -> [T];
    fn borrow(&self) -> [T];
    fn is_ascii(&self) -> bool;
    fn to_ascii_lowercase(&self) -> Vec<T>;
    fn eq_ignore_ascii_case(&self, other: [T]) -> bool;
    fn cmp(&self, other: [T]) -> Ordering;
    fn eq(&self, other: [T]) -> bool;
    fn hash(&self);
    fn map<U>(self, f: fn(T) -> U) -> [U];
    fn write(&mut self, from: [u8]) -> Result<usize, Error>;
    fn write_all(&mut self, from: [u8]) -> Result<(), Error>;
    fn read(&mut self, into: [u8]) -> Result<usize, Error>;
}
struct slice<T>;
impl<T> Slice<T> for slice<T> {}
impl<T> slice<T> {
    fn clone(&self) -> slice<T>;
}

struct Vec<T>;
impl<T> Slice<T> for Vec<T> {}
impl<T> Deref<[T]> for Vec<T> {}
impl<T> Vec<T> {
    fn new() -> Vec<T>;
    fn with_capacity(n: usize) -> Vec<T>;
    fn from<U>(other: U) -> Vec<T>;
    fn capacity(&self) -> usize;
    fn reserve(&mut self, n: usize);
    fn reserve_exact(&mut self, n: usize);
    fn shrink_to_fit(&mut self);
    fn into_boxed_slice(self) -> [T];
    fn truncate(&mut self, n: usize);
    fn as_slice(&self) -> [T];
    fn as_mut_slice(&mut self) -> [T];
    fn set_len(&mut self, n: usize);
    fn swap_remove(&mut self, index: usize) -> T;
    fn insert(&mut self, index: usize, value: T);
    fn remove(&mut self, index: usize) -> T;
    fn retain(&mut self, f: fn(T) -> bool);
    fn retain_mut(&mut self, f: fn(T) -> bool);
    fn dedup(&mut self);
    fn dedup_by_key<B>(&mut self, f: fn(T) -> B);
    fn dedup_by(&mut self, f: fn(T, T) -> bool);
    fn push(&mut self, value: T);
    fn pop(&mut self) -> Option<T>;
    fn append(&mut self, other: Vec<T>);
    fn drain<R>(&mut self, range: R) -> Iter<T>;
    fn clear(&mut self);
    fn split_off(&mut self, at: usize) -> Vec<T>;
    fn resize(&mut self, n: usize, value: T);
    fn resize_with(&mut self, n: usize, f: fn() -> T);
    fn extend<I>(&mut self, other: I);
    fn extend_from_slice(&mut self, other: [T]);
    fn splice<R, I>(&mut self, range: R, with: I) -> Iter<T>;
    fn clone(&self) -> Vec<T>;
    fn deref(&self) -> [T];
}
struct VecDeque<T>;
impl<T> Slice<T> for VecDeque<T> {}
impl<T> VecDeque<T> {
    fn new() -> VecDeque<T>;
    fn with_capacity(n: usize) -> VecDeque<T>;
    fn front(&self) -> Option<T>;
    fn front_mut(&mut self) -> Option<T>;
    fn back(&self) -> Option<T>;
    fn back_mut(&mut self) -> Option<T>;
    fn pop_front(&mut self) -> Option<T>;
    fn pop_back(&mut self) -> Option<T>;
    fn push_front(&mut self, value: T);
    fn push_back(&mut self, value: T);
    fn clear(&mut self);
    fn drain<R>(&mut self, range: R) -> Iter<T>;
    fn extend<I>(&mut self, other: I);
    fn clone(&self) -> VecDeque<T>;
}
struct BinaryHeap<T>;
impl<T> Iterable<T> for BinaryHeap<T> {}
impl<T> BinaryHeap<T> {
    fn new() -> BinaryHeap<T>;
    fn peek(&self) -> Option<T>;
    fn pop(&mut self) -> Option<T>;
    fn push(&mut self, value: T);
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn iter(&self) -> Iter<T>;
    fn into_iter(self) -> Iter<T>;
    fn into_sorted_vec(self) -> Vec<T>;
}

trait Map<K, V> : Iterable<(K, V)> {
    fn new() -> HashMap<K, V>;
    fn with_capacity(n: usize) -> HashMap<K, V>;
    fn keys(&self) -> Iter<K>;
    fn values(&self) -> Iter<V>;
    fn values_mut(&mut self) -> Iter<V>;
    fn into_keys(self) -> Iter<K>;
    fn into_values(self) -> Iter<V>;
    fn iter(&self) -> Iter<(K, V)>;
    fn iter_mut(&mut self) -> Iter<(K, V)>;
    fn into_iter(self) -> Iter<(K, V)>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn drain(&mut self) -> Iter<(K, V)>;
    fn clear(&mut self);
    fn reserve(&mut self, n: usize);
    fn entry(&mut self, key: K) -> Entry<K, V>;
    fn get<Q>(&self, key: Q) -> Option<V>;
    fn get_key_value<Q>(&self, key: Q) -> Option<(K, V)>;
    fn contains_key<Q>(&self, key: Q) -> bool;
    fn get_mut<Q>(&mut self, key: Q) -> Option<V>;
    fn insert(&mut self, key: K, value: V) -> Option<V>;
    fn remove<Q>(&mut self, key: Q) -> Option<V>;
    fn remove_entry<Q>(&mut self, key: Q) -> Option<(K, V)>;
    fn retain(&mut self, f: fn(K, V) -> bool);
    fn extend<I>(&mut self, other: I);
    fn range<R>(&self, range: R) -> Iter<(K, V)>;
    fn range_mut<R>(&mut self, range: R) -> Iter<(K, V)>;
    fn first_key_value(&self) -> Option<(K, V)>;
    fn last_key_value(&self) -> Option<(K, V)>;
    fn pop_first(&mut self) -> Option<(K, V)>;
    fn pop_last(&mut self) -> Option<(K, V)>;
    fn eq<O>(&self, other: O) -> bool;
}
struct HashMap<K, V>;
impl<K, V> Map<K, V> for HashMap<K, V> {}
impl<K, V> HashMap<K, V> {
    fn clone(&self) -> HashMap<K, V>;
}
struct BTreeMap<K, V>;
impl<K, V> Map<K, V> for BTreeMap<K, V> {}
impl<K, V> BTreeMap<K, V> {
    fn clone(&self) -> BTreeMap<K, V>;
}
struct Entry<K, V>;
impl<K, V> Entry<K, V> {
    fn or_insert(self, value: V) -> V;
    fn or_insert_with(self, f: fn() -> V) -> V;
    fn or_insert_with_key(self, f: fn(K) -> V) -> V;
    fn or_default(self) -> V;
    fn key(&self) -> K;
    fn get(&self) -> V;
    fn get_mut(&mut self) -> V;
    fn into_mut(self) -> V;
    fn insert(self, value: V) -> V;
    fn remove(self) -> V;
    fn and_modify(self, f: fn(V)) -> Entry<K, V>;
}
trait Set<T> : Iterable<T> {
    fn new() -> HashSet<T>;
    fn with_capacity(n: usize) -> HashSet<T>;
    fn iter(&self) -> Iter<T>;
    fn into_iter(self) -> Iter<T>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn drain(&mut self) -> Iter<T>;
    fn clear(&mut self);
    fn difference(&self, other: HashSet<T>) -> Iter<T>;
    fn intersection(&self, other: HashSet<T>) -> Iter<T>;
    fn union(&self, other: HashSet<T>) -> Iter<T>;
    fn contains<Q>(&self, value: Q) -> bool;
    fn get<Q>(&self, value: Q) -> Option<T>;
    fn insert(&mut self, value: T) -> bool;
    fn remove<Q>(&mut self, value: Q) -> bool;
    fn take<Q>(&mut self, value: Q) -> Option<T>;
    fn retain(&mut self, f: fn(T) -> bool);
    fn extend<I>(&mut self, other: I);
    fn first(&self) -> Option<T>;
    fn last(&self) -> Option<T>;
    fn is_subset<O>(&self, other: O) -> bool;
}
struct HashSet<T>;
impl<T> Set<T> for HashSet<T> {}
impl<T> HashSet<T> {
    fn clone(&self) -> HashSet<T>;
}
struct BTreeSet<T>;
impl<T> Set<T> for BTreeSet<T> {}
impl<T> BTreeSet<T> {
    fn clone(&self) -> BTreeSet<T>;
}

struct tuple<A, B, C, D, E, F>(A, B, C, D, E, F);
impl<A, B, C, D, E, F> tuple<A, B, C, D, E, F> {
    fn clone(&self) -> tuple<A, B, C, D, E, F>;
}

trait Text {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn is_char_boundary(&self, at: usize) -> bool;
    fn as_bytes(&self) -> [u8];
    fn as_ptr(&self) -> u8;
    fn get<R>(&self, range: R) -> Option<str>;
    fn get_unchecked<R>(&self, range: R) -> str;
    fn split_at(&self, at: usize) -> (str, str);
    fn chars(&self) -> Iter<char>;
    fn char_indices(&self) -> Iter<(usize, char)>;
    fn bytes(&self) -> Iter<u8>;
    fn split_whitespace(&self) -> Iter<str>;
    fn split_ascii_whitespace(&self) -> Iter<str>;
    fn lines(&self) -> Iter<str>;
    fn contains<P>(&self, pattern: P) -> bool;
    fn starts_with<P>(&self, pattern: P) -> bool;
    fn ends_with<P>(&self, pattern: P) -> bool;
    fn find<P>(&self, pattern: P) -> Option<usize>;
    fn rfind<P>(&self, pattern: P) -> Option<usize>;
    fn split<P>(&self, pattern: P) -> Iter<str>;
    fn split_inclusive<P>(&self, pattern: P) -> Iter<str>;
    fn rsplit<P>(&self, pattern: P) -> Iter<str>;
    fn split_terminator<P>(&self, pattern: P) -> Iter<str>;
    fn splitn<P>(&self, n: usize, pattern: P) -> Iter<str>;
    fn rsplitn<P>(&self, n: usize, pattern: P) -> Iter<str>;
    fn split_once<P>(&self, pattern: P) -> Option<(str, str)>;
    fn rsplit_once<P>(&self, pattern: P) -> Option<(str, str)>;
    fn matches<P>(&self, pattern: P) -> Iter<str>;
    fn match_indices<P>(&self, pattern: P) -> Iter<(usize, str)>;
    fn trim(&self) -> str;
    fn trim_start(&self) -> str;
    fn trim_end(&self) -> str;
    fn trim_matches<P>(&self, pattern: P) -> str;
    fn trim_start_matches<P>(&self, pattern: P) -> str;
    fn trim_end_matches<P>(&self, pattern: P) -> str;
    fn strip_prefix<P>(&self, pattern: P) -> Option<str>;
    fn strip_suffix<P>(&self, pattern: P) -> Option<str>;
    fn parse<F>(&self) -> Result<F, Error>;
    fn is_ascii(&self) -> bool;
    fn eq_ignore_ascii_case(&self, other: str) -> bool;
    fn make_ascii_lowercase(&mut self);
    fn make_ascii_uppercase(&mut self);
    fn to_ascii_lowercase(&self) -> String;
    fn to_ascii_uppercase(&self) -> String;
    fn to_lowercase(&self) -> String;
    fn to_uppercase(&self) -> String;
    fn repeat(&self, n: usize) -> String;
    fn replace<P>(&self, pattern: P, with: str) -> String;
    fn replacen<P>(&self, pattern: P, with: str, n: usize) -> String;
    fn to_string(&self) -> String;
    fn to_owned(&self) -> String;
    fn into_string(self) -> String;
    fn cmp(&self, other: str) -> Ordering;
    fn eq(&self, other: str) -> bool;
    fn ne(&self, other: str) -> bool;
    fn hash(&self);
    fn escape_default(&self) -> Iter<char>;
    fn escape_debug(&self) -> Iter<char>;
    fn encode_utf16(&self) -> Iter<u16>;
}
struct str;
impl Text for str {}
impl str {
    fn clone(&self) -> str;
}
struct String;
impl Text for String {}
impl Deref<str> for String {}
impl String {
    fn new() -> String;
    fn with_capacity(n: usize) -> String;
    fn from<T>(other: T) -> String;
    fn from_utf8(bytes: Vec<u8>) -> Result<String, FromUtf8Error>;
    fn from_utf8_lossy(bytes: [u8]) -> String;
    fn from_utf8_unchecked(bytes: Vec<u8>) -> String;
    fn into_bytes(self) -> Vec<u8>;
    fn as_str(&self) -> str;
    fn as_mut_str(&mut self) -> str;
    fn push_str(&mut self, other: str);
    fn push(&mut self, c: char);
    fn pop(&mut self) -> Option<char>;
    fn capacity(&self) -> usize;
    fn reserve(&mut self, n: usize);
    fn truncate(&mut self, n: usize);
    fn remove(&mut self, at: usize) -> char;
    fn retain(&mut self, f: fn(char) -> bool);
    fn insert(&mut self, at: usize, c: char);
    fn insert_str(&mut self, at: usize, other: str);
    fn clear(&mut self);
    fn drain<R>(&mut self, range: R) -> Iter<char>;
    fn extend<I>(&mut self, other: I);
    fn into_boxed_str(self) -> str;
    fn clone(&self) -> String;
    fn write_str(&mut self, other: str) -> Result<(), Error>;
    fn write_char(&mut self, c: char) -> Result<(), Error>;
    fn write_fmt<A>(&mut self, arguments: A) -> Result<(), Error>;
}

struct char;
impl char {
    fn is_alphabetic(self) -> bool;
    fn is_numeric(self) -> bool;
    fn is_alphanumeric(self) -> bool;
    fn is_whitespace(self) -> bool;
    fn is_uppercase(self) -> bool;
    fn is_lowercase(self) -> bool;
    fn is_control(self) -> bool;
    fn is_digit(self, radix: u32) -> bool;
    fn is_ascii(&self) -> bool;
    fn is_ascii_digit(&self) -> bool;
    fn is_ascii_alphabetic(&self) -> bool;
    fn is_ascii_alphanumeric(&self) -> bool;
    fn is_ascii_hexdigit(&self) -> bool;
    fn is_ascii_punctuation(&self) -> bool;
    fn is_ascii_whitespace(&self) -> bool;
    fn is_ascii_uppercase(&self) -> bool;
    fn is_ascii_lowercase(&self) -> bool;
    fn to_digit(self, radix: u32) -> Option<u32>;
    fn from_u32(n: u32) -> Option<char>;
    fn from_digit(n: u32, radix: u32) -> Option<char>;
    fn len_utf8(self) -> usize;
    fn encode_utf8(self, into: [u8]) -> str;
    fn to_lowercase(self) -> Iter<char>;
    fn to_uppercase(self) -> Iter<char>;
    fn to_ascii_lowercase(&self) -> char;
    fn to_ascii_uppercase(&self) -> char;
    fn eq_ignore_ascii_case(&self, other: char) -> bool;
    fn escape_default(self) -> Iter<char>;
    fn to_string(&self) -> String;
    fn clone(&self) -> char;
    fn cmp(&self, other: char) -> Ordering;
}
struct bool;
impl bool {
    fn then<T>(self, f: fn() -> T) -> Option<T>;
    fn then_some<T>(self, value: T) -> Option<T>;
    fn clone(&self) -> bool;
    fn to_string(&self) -> String;
}

trait Number<N> {
    fn checked_add(self, n: N) -> Option<N>;
    fn checked_sub(self, n: N) -> Option<N>;
    fn checked_mul(self, n: N) -> Option<N>;
    fn checked_div(self, n: N) -> Option<N>;
    fn checked_rem(self, n: N) -> Option<N>;
    fn checked_neg(self) -> Option<N>;
    fn checked_shl(self, n: u32) -> Option<N>;
    fn checked_shr(self, n: u32) -> Option<N>;
    fn checked_pow(self, n: u32) -> Option<N>;
    fn saturating_add(self, n: N) -> N;
    fn saturating_sub(self, n: N) -> N;
    fn saturating_mul(self, n: N) -> N;
    fn wrapping_add(self, n: N) -> N;
    fn wrapping_sub(self, n: N) -> N;
    fn wrapping_mul(self, n: N) -> N;
    fn wrapping_neg(self) -> N;
    fn wrapping_shl(self, n: u32) -> N;
    fn wrapping_shr(self, n: u32) -> N;
    fn overflowing_add(self, n: N) -> (N, bool);
    fn overflowing_sub(self, n: N) -> (N, bool);
    fn overflowing_mul(self, n: N) -> (N, bool);
    fn pow(self, n: u32) -> N;
    fn abs(self) -> N;
    fn signum(self) -> N;
    fn unsigned_abs(self) -> N;
    fn count_ones(self) -> u32;
    fn count_zeros(self) -> u32;
    fn leading_zeros(self) -> u32;
    fn trailing_zeros(self) -> u32;
    fn rotate_left(self, n: u32) -> N;
    fn rotate_right(self, n: u32) -> N;
    fn swap_bytes(self) -> N;
    fn to_be(self) -> N;
    fn to_le(self) -> N;
    fn to_be_bytes(self) -> [u8];
    fn to_le_bytes(self) -> [u8];
    fn to_ne_bytes(self) -> [u8];
    fn is_power_of_two(self) -> bool;
    fn next_power_of_two(self) -> N;
    fn div_euclid(self, n: N) -> N;
    fn rem_euclid(self, n: N) -> N;
    fn to_string(&self) -> String;
    fn clone(&self) -> N;
    fn cmp(&self, other: N) -> Ordering;
    fn partial_cmp(&self, other: N) -> Option<Ordering>;
    fn eq(&self, other: N) -> bool;
    fn max(self, other: N) -> N;
    fn min(self, other: N) -> N;
    fn clamp(self, low: N, high: N) -> N;
    fn hash(&self);
    fn is_ascii_digit(&self) -> bool;
    fn is_ascii_alphabetic(&self) -> bool;
    fn is_ascii_alphanumeric(&self) -> bool;
    fn is_ascii_whitespace(&self) -> bool;
    fn is_ascii_hexdigit(&self) -> bool;
    fn is_ascii_uppercase(&self) -> bool;
    fn is_ascii_lowercase(&self) -> bool;
    fn is_ascii(&self) -> bool;
    fn to_ascii_lowercase(&self) -> N;
    fn to_ascii_uppercase(&self) -> N;
    fn sqrt(self) -> N;
    fn floor(self) -> N;
    fn ceil(self) -> N;
    fn round(self) -> N;
    fn trunc(self) -> N;
    fn powi(self, n: i32) -> N;
    fn powf(self, n: N) -> N;
    fn exp(self) -> N;
    fn ln(self) -> N;
    fn log10(self) -> N;
    fn log2(self) -> N;
    fn is_nan(self) -> bool;
    fn is_infinite(self) -> bool;
    fn is_finite(self) -> bool;
    fn is_sign_negative(self) -> bool;
    fn to_bits(self) -> N;
}
struct u8; struct u16; struct u32; struct u64; struct u128; struct usize;
struct i8; struct i16; struct i32; struct i64; struct i128; struct isize;
struct f32; struct f64; struct integer; struct float;
impl Number<u8> for u8 {}
impl Number<u16> for u16 {}
impl Number<u32> for u32 {}
impl Number<u64> for u64 {}
impl Number<u128> for u128 {}
impl Number<usize> for usize {}
impl Number<i8> for i8 {}
impl Number<i16> for i16 {}
impl Number<i32> for i32 {}
impl Number<i64> for i64 {}
impl Number<i128> for i128 {}
impl Number<isize> for isize {}
impl Number<f32> for f32 {}
impl Number<f64> for f64 {}
impl Number<integer> for integer {}
impl Number<float> for float {}

struct Ordering;
impl Ordering {
    fn reverse(self) -> Ordering;
    fn then(self, other: Ordering) -> Ordering;
    fn then_with(self, f: fn() -> Ordering) -> Ordering;
    fn is_eq(self) -> bool;
    fn is_lt(self) -> bool;
    fn is_gt(self) -> bool;
    fn is_le(self) -> bool;
    fn is_ge(self) -> bool;
}

struct RefCell<T>;
impl<T> RefCell<T> {
    fn new(value: T) -> RefCell<T>;
    fn borrow(&self) -> T;
    fn borrow_mut(&self) -> T;
    fn try_borrow(&self) -> Result<T, Error>;
    fn try_borrow_mut(&self) -> Result<T, Error>;
    fn into_inner(self) -> T;
    fn replace(&self, value: T) -> T;
    fn get_mut(&mut self) -> T;
    fn take(&self) -> T;
}
struct Cell<T>;
impl<T> Cell<T> {
    fn new(value: T) -> Cell<T>;
    fn get(&self) -> T;
    fn set(&self, value: T);
    fn replace(&self, value: T) -> T;
    fn take(&self) -> T;
    fn into_inner(self) -> T;
}
struct UnsafeCell<T>;
impl<T> UnsafeCell<T> {
    fn new(value: T) -> UnsafeCell<T>;
    fn get(&self) -> T;
    fn into_inner(self) -> T;
}
struct Mutex<T>;
impl<T> Mutex<T> {
    fn new(value: T) -> Mutex<T>;
    fn lock(&self) -> Result<T, Error>;
    fn try_lock(&self) -> Result<T, Error>;
    fn get_mut(&mut self) -> Result<T, Error>;
    fn into_inner(self) -> Result<T, Error>;
}
struct RwLock<T>;
impl<T> RwLock<T> {
    fn new(value: T) -> RwLock<T>;
    fn read(&self) -> Result<T, Error>;
    fn write(&self) -> Result<T, Error>;
    fn try_read(&self) -> Result<T, Error>;
    fn try_write(&self) -> Result<T, Error>;
    fn get_mut(&mut self) -> Result<T, Error>;
    fn into_inner(self) -> Result<T, Error>;
}
struct Weak<T>;
impl<T> Weak<T> {
    fn upgrade(&self) -> Option<T>;
    fn clone(&self) -> Weak<T>;
}
struct Wrapping<T>(T);
struct Reverse<T>(T);
struct PhantomData<T>;
