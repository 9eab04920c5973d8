#include <memory>
#include <vector>

struct Engine {
    void start() {}
    Engine *next() { return this; }
};

struct Car {
    Engine engine;
    Engine *spare;
    std::vector<Engine> all;
    std::unique_ptr<Engine> owned;
    Engine &get() { return engine; }
};

struct Other { void start() {} };

void drive(Car &car, Engine parameter)
{
    car.engine.start();
    Engine *local = car.spare;
    local->next()->next()->start();
    car.get().start();
    auto copy = car.engine;
    copy.start();
    static_cast<Engine *>(nullptr)->start();
    parameter.next();
    car.owned->start();
    std::make_unique<Engine>()->start();
}
