#include "stages/linker/hooks.h"

#include <stddef.h>
#include <string.h>

// Java: JLS 6.5 (methods apart), 15.12 (overloads, conversions), 7.3 (java.lang), 14.14.2 (Iterable).
// Go: spec "Packages", "Interface types". C#: specification 12.8.10, 7.8. C++: [basic.lookup.unqual],
// [over.match]; a name of the derived class hides the base's. Kotlin: specification, "Linked scopes",
// "Call without an explicit receiver", "Overriding". Bash: POSIX XCU 2.9.1.1. Lua: manual 6.3, require.
// Scala: specification 2, 6.26. Python, Ruby, PHP, JavaScript, Swift: every method is dispatched on its
// receiver. ECMA-262 13.3.5 (new), 10.2 (functions are objects, and make some), 15.7.14 (a class without a
// constructor passes its arguments on to its base's); TypeScript handbook, "Declaration merging". Receivers
// are often of any type, and names of methods common: measured on five trees, every second guess was wrong.
// clang-format off
#define ECMASCRIPT                                                                                             \
    {                                                                                                          \
        .converts_freely = true, .new_calls_class = true, .inherits_constructors = true,                       \
        .methods_unnamed = true, .calling_values_uses = true, .values_have_members = true, .merges = true,     \
        .members_unguessed = true, .has_lists = true, .dispatch = DISPATCH_ALL                                                    \
    }
// clang-format on

// java.lang's types (Java SE 17) that are no built-in ones of the parser's; first those that have no base.
#define JAVA_CORE_ROOTS                                                                                        \
    "Appendable AutoCloseable Cloneable Comparable Iterable Readable Runnable ProcessHandle StackWalker "
static const char java_core_types[] = JAVA_CORE_ROOTS
    "ClassLoader ClassValue Enum InheritableThreadLocal Module ModuleLayer Package Process ProcessBuilder Record Runtime "
    "RuntimePermission SecurityManager StackTraceElement StrictMath Thread ThreadGroup ThreadLocal Throwable "
    "Exception ArithmeticException ArrayIndexOutOfBoundsException ArrayStoreException ClassCastException "
    "ClassNotFoundException CloneNotSupportedException EnumConstantNotPresentException IllegalAccessException "
    "IllegalArgumentException IllegalCallerException IllegalMonitorStateException IllegalStateException "
    "IllegalThreadStateException IndexOutOfBoundsException InstantiationException InterruptedException "
    "LayerInstantiationException NegativeArraySizeException NoSuchFieldException NoSuchMethodException "
    "NullPointerException NumberFormatException ReflectiveOperationException RuntimeException SecurityException "
    "StringIndexOutOfBoundsException TypeNotPresentException UnsupportedOperationException "
    "Error AbstractMethodError AssertionError BootstrapMethodError ClassCircularityError ClassFormatError "
    "ExceptionInInitializerError IllegalAccessError IncompatibleClassChangeError InstantiationError InternalError "
    "LinkageError NoClassDefFoundError NoSuchFieldError NoSuchMethodError OutOfMemoryError StackOverflowError "
    "ThreadDeath UnknownError UnsatisfiedLinkError UnsupportedClassVersionError VerifyError VirtualMachineError";

const hooks hooks_table[LANGUAGE_COUNT] = {
    [LANGUAGE_NONE] = {.converts_freely = true},
    [LANGUAGE_MANIFEST] = {.converts_freely = true},
    [LANGUAGE_SQL] = {.converts_freely = true},
    [LANGUAGE_JAVA] = {.members_in_scope = true,
                       .new_calls_class = true,
                       .methods_apart = true,
                       .overloads_inherited = true,
                       .arity_decides = true,
                       .members_unguessed = true,
                       .has_packages = true,
                       .dispatch = DISPATCH_ALL,
                       .core = "java.lang",
                       .core_types = java_core_types,
                       .root = "Object",
                       .iterable = "Iterable"},
    [LANGUAGE_CSHARP] = {.members_in_scope = true,
                         .overloads_inherited = true,
                         .converts_freely = true,
                         .has_packages = true,
                         .dispatch = DISPATCH_ABSTRACT},
    [LANGUAGE_CPP] = {.members_in_scope = true,
                      // std's strings, containers, streams and pointers ([container.requirements], [basic.string], [unique.ptr])
                      .own_members = " append assign at back begin c_str cbegin cend clear close count data emplace emplace_back "
                                     "empty end eof erase fail find first second flush front get good has_value insert join length load "
                                     "lock open pop pop_back pop_front push push_back push_front put rbegin read release rend "
                                     "reserve reset resize size store str substr swap top unlock value what write ",
                      .converts_freely = true,
                      .calling_constructs = true,
                      .calling_values_uses = true,
                      .new_calls_class = true,
                      .has_linkage = true,
                      .dispatch = DISPATCH_ABSTRACT},
    [LANGUAGE_C] = {.converts_freely = true, .calling_values_uses = true, .has_linkage = true},
    [LANGUAGE_SWIFT] = {.members_in_scope = true,
                        .overloads_inherited = true,
                        .converts_freely = true,
                        .calling_constructs = true,
                        .dispatch = DISPATCH_ALL},
    [LANGUAGE_KOTLIN] = {.members_in_scope = true,
                         .overloads_inherited = true,
                         .converts_freely = true,
                         .calling_constructs = true,
                         .has_packages = true,
                         .members_of_outer = true,
                         .dispatch = DISPATCH_ALL},
    [LANGUAGE_BASH] = {.converts_freely = true, .free_is_external = true},
    [LANGUAGE_LUA] = {.converts_freely = true,
                      .module_is_value = true,
                      // Strings and files (manual 6.4, 6.8).
                      .own_members = " byte char close find flush format gmatch gsub len lines lower match read rep reverse seek "
                                     "setvbuf sub upper write ",
                      .dispatch = DISPATCH_ALL},
    [LANGUAGE_SCALA] = {.members_in_scope = true,
                        .overloads_inherited = true,
                        .converts_freely = true,
                        .calling_constructs = true,
                        .naming_calls = true,
                        .has_packages = true,
                        .members_of_outer = true,
                        .dispatch = DISPATCH_ALL},
    [LANGUAGE_GO] = {.converts_freely = true,
                     .calling_values_uses = true,
                     .members_unguessed = true,
                     .types_defined = true,
                     .is_structural = true,
                     .has_packages = true,
                     .package_is_folder = true,
                     .dispatch = DISPATCH_INTERFACE},
    [LANGUAGE_RUST] = {.converts_freely = true, .has_crates = true, .calling_constructs = true, .core = "std", .iterable = "Iterable", .dispatch = DISPATCH_INTERFACE},
    [LANGUAGE_PHP] = {.converts_freely = true, .has_packages = true, .dispatch = DISPATCH_ALL},
    [LANGUAGE_RUBY] = {.members_in_scope = true, .converts_freely = true, .dispatch = DISPATCH_ALL},
    [LANGUAGE_PYTHON] = {.converts_freely = true, .calling_constructs = true, .dispatch = DISPATCH_ALL},
    [LANGUAGE_JAVASCRIPT] = ECMASCRIPT,
    [LANGUAGE_TYPESCRIPT] = ECMASCRIPT,
    [LANGUAGE_TSX] = ECMASCRIPT,
};

bool
hooks_is_core_type(language_id language, span name)
{
    return span_is_one_of(name, hooks_table[language].core_types);
}

bool
hooks_is_core_root(language_id language, span name)
{
    return language == LANGUAGE_JAVA && span_is_one_of(name, JAVA_CORE_ROOTS);
}

// ---- Java's built-in types

// Primitive types in order of widening (JLS 5.1.2), and the classes that box them (JLS 5.1.7).
static const struct {
    const char *name, *box;
} primitives[] = {
    {"byte", "Byte"},     {"short", "Short"},    {"int", "Integer"},     {"long", "Long"}, {"float", "Float"},
    {"double", "Double"}, {"char", "Character"}, {"boolean", "Boolean"}, {"void", "Void"},
};

enum {
    NUMERIC_COUNT = 6,
    CHAR_INDEX = 6,
    INT_INDEX = 2,
    PRIMITIVE_COUNT = sizeof primitives / sizeof *primitives
};

static int
primitive_index(span name)
{
    for (int i = 0; i < PRIMITIVE_COUNT; i++) {
        if (span_is(name, primitives[i].name))
            return i;
    }
    return -1;
}

static int
box_index(span name)
{
    for (int i = 0; i < PRIMITIVE_COUNT; i++) {
        if (span_is(name, primitives[i].box))
            return i;
    }
    return -1;
}

static bool
widens(int from, int to)
{
    if (from == CHAR_INDEX)
        return to >= INT_INDEX && to < NUMERIC_COUNT;
    return from < NUMERIC_COUNT && to < NUMERIC_COUNT && from <= to;
}

// Classes of java.lang and what they extend or implement, as far as it is theirs alone.
static bool
is_core_base(span type, span base)
{
    bool is_number = box_index(type) >= 0 && box_index(type) < NUMERIC_COUNT;
    if (span_is(base, "Number"))
        return is_number;
    if (span_is(base, "CharSequence") || span_is(base, "Appendable"))
        return span_is(type, "StringBuilder") || span_is(type, "StringBuffer") ||
               (span_is(type, "String") && span_is(base, "CharSequence"));
    if (span_is(base, "Comparable") || span_is(base, "Serializable"))
        return box_index(type) >= 0 || span_is(type, "String");
    return false;
}

static conversion
convert_java(span from, span to)
{
    int primitive = primitive_index(from), wanted = primitive_index(to);
    if (span_is(from, "null"))
        return wanted >= 0 ? CONVERSION_NONE : CONVERSION_WIDENING;
    if (primitive >= 0 && wanted >= 0)
        return widens(primitive, wanted) ? CONVERSION_WIDENING : CONVERSION_NONE;
    if (primitive >= 0) {
        span box = span_of(primitives[primitive].box);
        bool fits = span_equal(box, to) || span_is(to, "Object") || is_core_base(box, to);
        return fits ? CONVERSION_BOXING : CONVERSION_NONE;
    }
    if (wanted >= 0) {
        int box = box_index(from);
        if (box >= 0)
            return box == wanted || widens(box, wanted) ? CONVERSION_BOXING : CONVERSION_NONE;
        return span_is(from, "Object") || span_is(from, "String") ? CONVERSION_NONE : CONVERSION_UNKNOWN;
    }
    if (span_is(to, "Object") || is_core_base(from, to))
        return CONVERSION_WIDENING;
    bool is_final = box_index(from) >= 0 || span_is(from, "String") || span_is(from, "Class");
    return is_final || span_is(from, "Object") || box_index(to) >= 0 || span_is(to, "String")
               ? CONVERSION_NONE
               : CONVERSION_UNKNOWN;
}

conversion
hooks_convert(language_id language, span from, span to)
{
    if (span_equal(from, to))
        return CONVERSION_SAME;
    return language == LANGUAGE_JAVA ? convert_java(from, to) : CONVERSION_UNKNOWN;
}

span
hooks_box(language_id language, span name)
{
    int primitive = language == LANGUAGE_JAVA ? primitive_index(name) : -1;
    return primitive < 0 ? name : span_of(primitives[primitive].box);
}

bool
hooks_is_primitive(language_id language, span name)
{
    return language == LANGUAGE_JAVA && primitive_index(name) >= 0;
}

bool
hooks_is_of_every_object(language_id language, span name)
{
    return language == LANGUAGE_JAVA &&
           (span_is(name, "equals") || span_is(name, "hashCode") || span_is(name, "toString"));
}

bool
hooks_is_final(language_id language, span name)
{
    return language == LANGUAGE_JAVA &&
           (box_index(name) >= 0 || span_is(name, "String") || span_is(name, "StringBuilder") ||
            span_is(name, "StringBuffer") || span_is(name, "Class") || span_is(name, "Math"));
}

// Whether `word` is among the words of `list`, which are separated by spaces.
static bool
is_among(span word, const char *list)
{
    for (const char *at = list; *at;) {
        size_t size = strcspn(at, " ");
        if (size == word.size && memcmp(at, word.data, size) == 0)
            return true;
        at += size + (at[size] == ' ');
    }
    return false;
}

// What java.lang declares of its own types (Java SE 17 API); a row without types holds for every object
// (JLS 4.3.2).
static const struct {
    const char *types, *names, *result;
} known_results[] = {
    {"", "toString", "String"},
    {"", "hashCode", "int"},
    {"", "equals", "boolean"},
    {"", "getClass", "Class"},
    {"String StringBuilder StringBuffer CharSequence", "length indexOf lastIndexOf codePointAt compareTo",
     "int"},
    {"String StringBuilder StringBuffer CharSequence", "charAt", "char"},
    {"String StringBuilder StringBuffer", "substring", "String"},
    {"String CharSequence", "isEmpty", "boolean"},
    {"String",
     "concat format intern join replace replaceAll replaceFirst strip toLowerCase toUpperCase trim valueOf "
     "copyValueOf repeat",
     "String"},
    {"String", "contains contentEquals endsWith equalsIgnoreCase isBlank matches regionMatches startsWith",
     "boolean"},
    {"String", "compareToIgnoreCase", "int"},
    {"StringBuilder", "append delete deleteCharAt insert replace reverse", "StringBuilder"},
    {"StringBuffer", "append delete deleteCharAt insert replace reverse", "StringBuffer"},
    {"Class", "getName getSimpleName getTypeName getCanonicalName", "String"},
    {"Class", "isArray isAssignableFrom isEnum isInstance isInterface isPrimitive", "boolean"},
    {"Class", "getSuperclass getComponentType getEnclosingClass", "Class"},
    {"Integer Long Short Byte Double Float Number Character", "intValue", "int"},
    {"Integer Long Short Byte Double Float Number", "longValue", "long"},
    {"Integer Long Short Byte Double Float Number", "doubleValue", "double"},
    {"Integer Long Short Byte Double Float Number", "floatValue", "float"},
    {"Integer Long Short Byte Double Float Number", "shortValue", "short"},
    {"Integer Long Short Byte Double Float Number", "byteValue", "byte"},
    {"Boolean", "booleanValue parseBoolean", "boolean"},
    {"Character", "charValue toLowerCase toUpperCase", "char"},
    {"Character", "isDigit isLetter isLetterOrDigit isLowerCase isUpperCase isWhitespace", "boolean"},
    {"Integer", "parseInt compare signum bitCount MAX_VALUE MIN_VALUE numberOfLeadingZeros", "int"},
    {"Integer Long", "toHexString toBinaryString toOctalString", "String"},
    {"Integer", "valueOf", "Integer"},
    {"Long", "parseLong MAX_VALUE MIN_VALUE", "long"},
    {"Long", "valueOf", "Long"},
    {"Double", "parseDouble longBitsToDouble MAX_VALUE MIN_VALUE NaN", "double"},
    {"Double", "doubleToLongBits doubleToRawLongBits", "long"},
    {"Double", "valueOf", "Double"},
    {"Float", "floatToIntBits floatToRawIntBits", "int"},
    {"Float", "parseFloat intBitsToFloat MAX_VALUE MIN_VALUE NaN", "float"},
    {"Double Float", "isNaN isInfinite", "boolean"},
    {"Boolean", "valueOf TRUE FALSE", "Boolean"},
    {"Character", "valueOf", "Character"},
    {"Math", "ceil exp floor log pow random rint sqrt sin cos PI E", "double"},
    {"System", "currentTimeMillis nanoTime", "long"},
    {"System", "getProperty getenv lineSeparator", "String"},
    {"System", "identityHashCode", "int"},
};

const char *
hooks_result(language_id language, span type, span name)
{
    if (language != LANGUAGE_JAVA)
        return NULL;
    for (size_t i = 0; i < sizeof known_results / sizeof *known_results; i++) {
        bool is_any = !*known_results[i].types;
        if (is_among(name, known_results[i].names) && (is_any || is_among(type, known_results[i].types)))
            return known_results[i].result;
    }
    return NULL;
}
