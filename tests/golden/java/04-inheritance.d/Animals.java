abstract class Animal implements Named {
    protected String name;

    Animal(String name) {
        this.name = name;
    }

    abstract void speak();

    void introduce() {
        speak();
    }
}

interface Named extends Comparable<Named>, Cloneable {
}

class Dog extends Animal {
    Dog() {
        this("Rex");
    }

    Dog(String name) {
        super(name);
        introduce();
    }

    @Override
    void speak() {
        super.introduce();
        bark();
    }

    void bark() {
    }
}

final class Puppy extends Dog {
    void play() {
        bark();
        this.speak();
        super.bark();
    }
}
