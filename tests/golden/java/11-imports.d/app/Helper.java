package app;

class Helper {
    void help() {
    }
}
