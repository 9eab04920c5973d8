/** The module. */
module com.example.app {
    requires java.base;
    requires transitive com.example.lib;
    exports com.example.api;
}
