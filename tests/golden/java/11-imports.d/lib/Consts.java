package lib;

class Consts {
}
